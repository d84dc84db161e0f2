package io.jenkins.plugins.intune.fleet;

import java.time.Duration;

/**
 * How far a fleet is at a moment. Immutable. Its texts are in the language of the thread that asks for them.
 *
 * @param counts the devices that have ended, by outcome
 * @param underWay how many devices are under way
 * @param left how long those that have not ended may take
 * @param held how long Graph has asked the whole app to wait from that moment on; zero for not at all
 * @param dryRun whether nobody is asked
 */
public record FleetStatus(FleetCounts counts, int underWay, Duration left, Duration held, boolean dryRun) {

    /** How many devices have ended, in percent; 100 only if all have. */
    public int percent() {
        return counts.total() == 0 ? 100 : (int) (100L * counts.ended() / counts.total());
    }

    /** How far it is and what time it needs, in a sentence or two. */
    public String progress() {
        return Messages.Fleet_progress(
                counts.ended(), counts.total(), counts.failures(), counts.total() - counts.ended(), inWords(left));
    }

    /** How devices have ended, in a sentence for each outcome. */
    public String summary() {
        return FleetTexts.summary(counts, dryRun);
    }

    /** A time in words, rounded, because it is an estimate. */
    private static String inWords(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 90 ? Messages.Fleet_seconds(seconds) : Messages.Fleet_minutes((seconds + 30) / 60);
    }
}
