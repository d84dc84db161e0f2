package io.jenkins.plugins.intune.fleet;

import java.util.StringJoiner;

/** What a fleet tells people about its end. */
final class FleetTexts {

    private FleetTexts() {}

    /** A sentence on what was accepted, and one more for each kind of failure that there was. */
    static String summary(FleetCounts counts) {
        StringJoiner said = new StringJoiner(" ");
        said.add(Messages.FleetTexts_accepted(counts.accepted(), counts.total()));
        addIfAny(said, counts.sessions(), Messages.FleetTexts_sessions(counts.sessions()));
        addIfAny(said, counts.withoutSession(), Messages.FleetTexts_withoutSession(counts.withoutSession()));
        addIfAny(said, counts.failed(), Messages.FleetTexts_failed(counts.failed()));
        addIfAny(said, counts.inDoubt(), Messages.FleetTexts_inDoubt(counts.inDoubt()));
        addIfAny(said, counts.duplicates(), Messages.FleetTexts_duplicates(counts.duplicates()));
        return said.toString();
    }

    private static void addIfAny(StringJoiner said, int count, String sentence) {
        if (count > 0) {
            said.add(sentence);
        }
    }
}
