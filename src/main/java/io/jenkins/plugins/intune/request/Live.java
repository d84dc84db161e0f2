package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.retry.CallPolicy;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a running request and lost with a restart. Times are those of the monotonic clock. A transition works on a
 * copy of its own; everybody else only reads.
 */
final class Live implements Cloneable {

    /** Longest time that one of many devices may spend in line after it was begun, all in all. */
    static final Duration MAX_IN_LINE = Duration.ofMinutes(30);

    /** When the timeout is up, unless the request is one of many that is in line. */
    long deadline;

    /** What is left of {@link #MAX_IN_LINE}, and since when it is being used; {@code inLine} says whether it is. */
    Duration lineLeft = MAX_IN_LINE;

    long inLineSince;
    boolean inLine;

    /** The failed calls of the phase so far. */
    CallPolicy tries = CallPolicy.FRESH;

    /** Whether it has its place in line, and does not wait for a token first. */
    boolean queued;

    /** How often the action could not be sent. */
    int unsent;

    /** Whether this request may ask the device. */
    boolean claimed;

    /** How many other requests of the build are waited for, which ask the device, and since when there are any. */
    int busy;

    long busySince;

    /** Whether the connector was looked at, and how far it is set up. */
    boolean checked;

    Connector connector = Connector.UNKNOWN;

    /** The device as it was found or read last, or {@code null}. */
    DeviceDetails details;

    /** Whether the warnings about the device were logged. */
    boolean warned;

    /** When the device was read last. */
    long readAt;

    /** How long a permit is kept for a save, and when the latest save began. */
    Duration saveTime = Transitions.MAX_SAVE;

    long savingSince;

    /** Whether a permit is held. */
    boolean permitted;

    /** Whether the state on disk is the one to send with. */
    boolean saved;

    /** Whether the build was aborted while the action was on its way. */
    boolean aborting;

    /** Until when the answer or another attempt is waited for, or the device is looked at. */
    long until;

    /** How often a save has failed since the request began to wait for another attempt, or for its session. */
    int notSaved;

    /** The delay before the next look at the device, and whether a look is under way. */
    Duration delay = Duration.ZERO;

    boolean looking;

    /** When the next look is due, by the time of day; meaningless while a look is under way. */
    Instant nextLookAt;

    /** Since when it waits for what it waits for, by the time of day; {@code null} for since before a restart. */
    Instant waitingSince;

    /** When the log says next that a wait continues. */
    long newsAt;

    /** Why the latest look told nothing, or the latest attempt has to be made again. */
    String note = "";

    /** The device as it was looked at last, or {@code null}. */
    DeviceReading latest;

    Live copy() {
        try {
            return (Live) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
