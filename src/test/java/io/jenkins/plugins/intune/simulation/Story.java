package io.jenkins.plugins.intune.simulation;

/** A world's story, for people. */
final class Story {

    private Story() {}

    /** Of a world that was run with its story told. */
    static String of(Simulation.Outcome outcome) {
        StringBuilder text = new StringBuilder();
        text.append("Seed ").append(outcome.seed()).append('\n');
        for (Findings.Found found : outcome.findings()) {
            text.append("  ").append(found).append('\n');
        }
        text.append("  What the dice decided:\n");
        for (Dice.Occurrence occurrence : outcome.occurred()) {
            if (occurrence.fault().isOptional()) {
                text.append("    ")
                        .append(occurrence)
                        .append(": ")
                        .append(occurrence.fault().story())
                        .append('\n');
            }
        }
        text.append("  What happened:\n");
        for (String line : outcome.story()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
