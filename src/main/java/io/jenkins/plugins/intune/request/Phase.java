package io.jenkins.plugins.intune.request;

/**
 * Where a request stands: each phase is named by what it waits for. The drawing in {@code docs/architecture.md} shows which
 * follows which. The names are a format on disk.
 */
public enum Phase {
    /** Nothing has happened yet. */
    NEW,
    /** The device is being looked up by one of its properties. */
    LOOKING_UP,
    /** Finding out whether anybody has asked the device before. */
    CLAIMING,
    /** The app and the tenant's connector are being checked, before a request that waits for its session and in a dry run. */
    CHECKING,
    /** In line for a permit under Intune's limit. */
    QUEUEING,
    /** Reading which session link the device has right before the request. */
    READING,
    /** A permit will be free soon. */
    TAKING,
    /** The state is on its way to the disk; with a restart it may have left. */
    SAVING,
    /** The request is on its way; with a restart it may have left. */
    SENDING,
    /** Waiting before another attempt of what was certainly not processed. */
    BACKING_OFF,
    /** It left without a clear answer; the device is looked at for a new session link. */
    SETTLING,
    /** Intune accepted it; the session link is waited for. */
    WATCHING,
    /** The end is on its way to the disk. */
    FINISHING,
    /** It has ended. */
    ENDED;

    /** Whether the latest attempt may have reached Intune without that being known. */
    public boolean mayHaveLeft() {
        return this == SAVING || this == SENDING || this == SETTLING;
    }

    /**
     * Whether it has a place in line, or what is done right before its turn. The timeout of one of many devices does not run
     * meanwhile: it may be Graph that makes all requests of the app wait.
     */
    public boolean isInLine() {
        return switch (this) {
            case LOOKING_UP, CLAIMING, CHECKING, QUEUEING, READING, TAKING -> true;
            default -> false;
        };
    }

    /** Whether the timeout of the request still decides: from the answer on, other times do. */
    boolean isBeforeSending() {
        return ordinal() < SENDING.ordinal() || this == BACKING_OFF;
    }
}
