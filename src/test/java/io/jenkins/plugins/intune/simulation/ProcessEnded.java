package io.jenkins.plugins.intune.simulation;

/** Ends a process in the middle of whatever it does. */
public final class ProcessEnded extends Error {

    private static final long serialVersionUID = 1L;

    ProcessEnded() {
        super("This process has ended.", null, false, false);
    }
}
