package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.values.Durations;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a build wants its devices asked, checked: what one request and many have in common. Immutable, and serializable because a
 * Pipeline step saves it.
 */
public final class RequestOptions implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Longest part of the timeout that is kept for looking at the device in case of doubt. */
    private static final Duration MAX_RESERVE = Duration.ofSeconds(30);

    private final ApiVersion apiVersion;
    private final long timeoutSeconds;
    private final OnDoubt onDoubt;
    private final long sessionTimeoutSeconds;
    private final boolean askAgain;
    private final long notAgainMinutes;
    private final boolean dryRun;

    /** The same with {@code askAgain} false and {@code notAgainMinutes} 0. */
    public RequestOptions(ApiVersion apiVersion, long timeoutSeconds, OnDoubt onDoubt, long sessionTimeoutSeconds) {
        this(apiVersion, timeoutSeconds, onDoubt, sessionTimeoutSeconds, false, 0);
    }

    /**
     * @param apiVersion the version of Graph
     * @param timeoutSeconds how long everything may take up to the answer, in seconds, at least 1
     * @param onDoubt what to do when nobody can say whether Intune got the request
     * @param sessionTimeoutSeconds how long to wait for the session after Intune has accepted, in seconds; 0 for not at all
     * @param askAgain whether a device is asked although an earlier step of the build has asked it
     * @param notAgainMinutes for how long, in minutes, a device is left alone that any build has asked; 0 for not at all
     */
    public RequestOptions(
            ApiVersion apiVersion,
            long timeoutSeconds,
            OnDoubt onDoubt,
            long sessionTimeoutSeconds,
            boolean askAgain,
            long notAgainMinutes) {
        this(apiVersion, timeoutSeconds, onDoubt, sessionTimeoutSeconds, askAgain, notAgainMinutes, false);
    }

    private RequestOptions(
            ApiVersion apiVersion,
            long timeoutSeconds,
            OnDoubt onDoubt,
            long sessionTimeoutSeconds,
            boolean askAgain,
            long notAgainMinutes,
            boolean dryRun) {
        this.apiVersion = apiVersion;
        this.timeoutSeconds = timeoutSeconds;
        this.onDoubt = onDoubt;
        this.sessionTimeoutSeconds = sessionTimeoutSeconds;
        this.askAgain = askAgain;
        this.notAgainMinutes = notAgainMinutes;
        this.dryRun = dryRun;
    }

    /** The same for a dry run, or for a request. */
    public RequestOptions withDryRun(boolean dry) {
        return new RequestOptions(
                apiVersion, timeoutSeconds, onDoubt, sessionTimeoutSeconds, askAgain, notAgainMinutes, dry);
    }

    /** The version of Graph, which may be {@link ApiVersion#AUTO}. */
    public ApiVersion apiVersion() {
        return apiVersion;
    }

    /** How long everything may take, from the start to the answer. */
    public Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** The end of the timeout, which is kept free for looking at the device in case no answer comes. */
    Duration reserve() {
        return Durations.shorter(timeout().dividedBy(4), MAX_RESERVE);
    }

    /** What to do when nobody can say whether Intune got the request. */
    public OnDoubt onDoubt() {
        return onDoubt;
    }

    /** Whether the request goes on until the device has a session link or an error. */
    public boolean waitsForSession() {
        return sessionTimeoutSeconds > 0;
    }

    /** How long to wait for the session after Intune has accepted. */
    public Duration sessionTimeout() {
        return Duration.ofSeconds(sessionTimeoutSeconds);
    }

    /** Whether a device is asked although an earlier step of the build has asked it. */
    public boolean askAgain() {
        return askAgain;
    }

    /** For how long a device is left alone that any build has asked; zero for not at all. */
    public Duration notAgainWithin() {
        return Duration.ofMinutes(notAgainMinutes);
    }

    /** Whether everything is looked up and checked as for a request, and nobody is asked. */
    public boolean dryRun() {
        return dryRun;
    }

    /** How a request ends that came to nothing and has reached nobody. */
    public Outcome failure() {
        return dryRun ? Outcome.WOULD_FAIL : Outcome.FAILED;
    }
}
