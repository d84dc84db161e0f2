package io.jenkins.plugins.intune.request;

import java.util.Locale;

/** How a request can end. The names are a format on disk. */
public enum Outcome {
    /** Intune accepted it, and no session was waited for. */
    ACCEPTED,
    /** Intune accepted it, and there is a session link. */
    SESSION,
    /** Intune accepted it, and no session link came. */
    NO_SESSION,
    /** It left, and nobody knows whether Intune got it. */
    IN_DOUBT,
    /** It was refused, or never sent. */
    FAILED,
    /** It was not sent, because another request of the build asks the same device, or has asked it. */
    DUPLICATE,
    /** It was not sent, because another build asked the device a short time ago. */
    RECENTLY_ASKED,
    /** It was not sent, because the build was aborted before. */
    NOT_ASKED,
    /** A dry run: nothing was found that keeps the device from being asked. */
    WOULD_ASK,
    /** A dry run: the device could not be asked. */
    WOULD_FAIL;

    /** The name in results, downloads and the REST API. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether Intune accepted it, whatever came of that. */
    public boolean isAccepted() {
        return this == ACCEPTED || this == SESSION || this == NO_SESSION;
    }

    /** Whether it ended as wanted. */
    public boolean isSuccess() {
        return this == ACCEPTED || this == SESSION || this == WOULD_ASK || this == DUPLICATE;
    }

    /** Whether somebody has to look after the device. */
    public boolean isFailure() {
        return this == NO_SESSION || this == IN_DOUBT || this == FAILED || this == WOULD_FAIL;
    }

    /** Whether a request, or a dry run, can end in this way. */
    public boolean canEnd(boolean dryRun) {
        return switch (this) {
            case ACCEPTED, SESSION, NO_SESSION, IN_DOUBT, FAILED -> !dryRun;
            case WOULD_ASK, WOULD_FAIL -> dryRun;
            case DUPLICATE, RECENTLY_ASKED, NOT_ASKED -> true;
        };
    }

    /** Whether the person at the device may have been asked, so that nothing may repeat the request by itself. */
    public boolean mayHaveReached() {
        return isAccepted() || this == IN_DOUBT;
    }
}
