package io.jenkins.plugins.intune.fleet;

import java.time.Duration;

/**
 * How far a fleet is at a moment. Immutable. Its texts are in the language of the thread that asks for them.
 *
 * @param counts the devices that have ended, by outcome
 * @param underWay how many devices are under way
 * @param left how long those that have not ended may take
 * @param sessions how long they may take at most, where they wait for their sessions; zero where they do not
 * @param held how long Graph has told the whole app to wait from that moment on; zero for not at all
 * @param dryRun whether nobody is asked
 */
public record FleetStatus(
        FleetCounts counts, int underWay, Duration left, Duration sessions, Duration held, boolean dryRun) {

    /** From how many seconds on a time is told in minutes. */
    private static final int MINUTES_FROM = 90;

    /** How many devices have ended, in percent; 100 only if all have. */
    public int percent() {
        return counts.total() == 0 ? 100 : (int) (100L * counts.ended() / counts.total());
    }

    /** How far it is and what time it needs, in a sentence or two. */
    public String progress() {
        int toEnd = counts.total() - counts.ended();
        return sessions.isZero()
                ? Messages.Fleet_progress(counts.ended(), counts.total(), counts.failures(), toEnd, about(left))
                : Messages.Fleet_progressOfSessions(
                        counts.ended(), counts.total(), counts.failures(), toEnd, atMost(sessions));
    }

    /** How devices have ended, in a sentence for each outcome. */
    public String summary() {
        return FleetTexts.summary(counts, dryRun);
    }

    /** A time in words, rounded, because it is an estimate. */
    private static String about(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < MINUTES_FROM ? Messages.Fleet_seconds(seconds) : Messages.Fleet_minutes((seconds + 30) / 60);
    }

    /** A time in words, rounded up, because it is a bound. */
    private static String atMost(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        return seconds < MINUTES_FROM ? Messages.Fleet_seconds(seconds) : Messages.Fleet_minutes((seconds + 59) / 60);
    }
}
