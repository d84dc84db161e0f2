package io.jenkins.plugins.intune.retry;

import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/**
 * The one rule for calls that failed: a refused token is renewed, but not twice in a row, a throttled call waits as long as
 * it is told and never less than the back-off, a failure that may pass is retried a few times, and nothing waits beyond its
 * time.
 *
 * @param failures calls in a row that failed in a way that may pass
 * @param throttles calls in a row that were throttled
 * @param renewed whether the token was renewed because it was refused, and nothing else was answered since
 * @param outdated calls whose token had become too old in line, since the last one that succeeded
 */
public record CallPolicy(int failures, int throttles, boolean renewed, int outdated) {

    /** Nothing has gone wrong. */
    public static final CallPolicy FRESH = new CallPolicy(0, 0, false, 0);

    /**
     * What follows.
     *
     * @param step what to do
     * @param delay how long to wait before that
     * @param tries the count from now on
     */
    public record Verdict(Step step, Duration delay, CallPolicy tries) {}

    /** How often in all a call is made whose token has become too old in line. */
    private static final int MAX_OUTDATED = 3;

    /** What can follow. */
    public enum Step {
        /** Once more at once, with a new token. */
        RENEW,
        /** Once more after a wait. */
        RETRY,
        /** The wait would be longer than the time that is left. */
        TOO_LONG,
        /** No more. */
        GIVE_UP
    }

    /**
     * What follows a failed call.
     *
     * @param maxFailures how often the call is made in all while it fails without being throttled
     * @param left how much time there is
     * @param chance a random number from 0 up to 1
     */
    public Verdict after(ReadFailure failure, int maxFailures, Duration left, double chance) {
        switch (failure.kind()) {
            case TOKEN_REFUSED -> {
                return renewed
                        ? new Verdict(Step.GIVE_UP, Duration.ZERO, this)
                        : new Verdict(Step.RENEW, Duration.ZERO, new CallPolicy(failures, throttles, true, outdated));
            }
            case TOKEN_OUTDATED -> {
                return outdated + 1 >= MAX_OUTDATED
                        ? new Verdict(Step.GIVE_UP, Duration.ZERO, this)
                        : new Verdict(
                                Step.RENEW, Duration.ZERO, new CallPolicy(failures, throttles, renewed, outdated + 1));
            }
            case LATER -> {
                return retry(
                        new CallPolicy(failures, throttles + 1, false, outdated), throttles + 1, failure, left, chance);
            }
            case TEMPORARY -> {
                if (failures + 1 >= maxFailures) {
                    return new Verdict(Step.GIVE_UP, Duration.ZERO, this);
                }
                return retry(
                        new CallPolicy(failures + 1, throttles, false, outdated), failures + 1, failure, left, chance);
            }
            default -> {
                return new Verdict(Step.GIVE_UP, Duration.ZERO, this);
            }
        }
    }

    /** The same for a call that is made later: it begins with a new token, if this one's was refused. */
    public CallPolicy forAnotherCall() {
        return new CallPolicy(failures, throttles, renewed, 0);
    }

    private static Verdict retry(CallPolicy tries, int attempts, ReadFailure failure, Duration left, double chance) {
        Duration wait = wait(failure.retryAfter().orElse(Duration.ZERO), attempts, chance);
        return new Verdict(wait.compareTo(left) < 0 ? Step.RETRY : Step.TOO_LONG, wait, tries);
    }

    /** How long to wait: as long as the server asks, and never less than the back-off. */
    public static Duration wait(Duration retryAfter, int attempts, double chance) {
        return Durations.longer(retryAfter, Backoff.after(attempts, chance));
    }
}
