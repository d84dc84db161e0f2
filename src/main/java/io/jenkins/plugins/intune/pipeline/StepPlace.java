package io.jenkins.plugins.intune.pipeline;

/**
 * Whether Pipeline waits for a step, by where its graph stands. It has gone on without the step only if the graph was seen to
 * stand there before: Pipeline saves its program and its graph one after the other, so after a crash the graph may be behind
 * the step or ahead of it, and the program waits for the step all the same. Thread-safe.
 */
final class StepPlace {

    private volatile boolean seen;

    /** @param seen whether the graph stands at the step, as it does when the step begins */
    StepPlace(boolean seen) {
        this.seen = seen;
    }

    /** @param active whether the graph stands at the step now */
    boolean waits(boolean active) {
        seen |= active;
        return active || !seen;
    }
}
