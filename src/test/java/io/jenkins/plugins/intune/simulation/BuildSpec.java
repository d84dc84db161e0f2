package io.jenkins.plugins.intune.simulation;

import java.util.List;

/**
 * What somebody builds.
 *
 * @param number counted from 1
 * @param controller on which controller
 * @param app in the name of which app
 * @param fleet whether it is the kind of build that asks many devices; otherwise it has one entry
 * @param durable whether it goes on after a restart
 * @param entries the devices
 * @param timeoutSeconds the time for each device
 * @param sessionTimeoutSeconds the time for each session link, 0 for not waiting for one
 * @param resend whether to send again when in doubt
 * @param failWhen which failures fail a fleet
 * @param steps how many steps one after the other ask, in the kind of build that asks one device
 * @param dryRun whether it only looks, and asks nobody
 * @param startAt when it begins, in nanoseconds of the world
 */
record BuildSpec(
        int number,
        Controller controller,
        SimulatedApp app,
        boolean fleet,
        boolean durable,
        List<Entry> entries,
        long timeoutSeconds,
        long sessionTimeoutSeconds,
        boolean resend,
        String failWhen,
        int steps,
        boolean dryRun,
        long startAt) {

    /** As a line of the story. */
    String describe() {
        return (dryRun ? "dry run of a " : "")
                + (fleet ? "fleet of " + entries : "request for " + entries.get(0))
                + (durable ? "" : ", gone after a restart")
                + ", timeout " + timeoutSeconds + " s"
                + (sessionTimeoutSeconds > 0 ? ", waits " + sessionTimeoutSeconds + " s for the session" : "")
                + (resend ? ", sends again when in doubt" : "")
                + (fleet ? ", fails when " + failWhen : "")
                + (steps > 1 ? ", in " + steps + " steps" : "");
    }
}
