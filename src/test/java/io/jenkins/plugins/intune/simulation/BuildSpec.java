package io.jenkins.plugins.intune.simulation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What somebody builds.
 *
 * @param number counted from 1
 * @param controller on which controller
 * @param app in the name of which app
 * @param fleet whether it is the kind of build that asks many devices; otherwise it has an entry for each branch
 * @param durable whether it goes on after a restart
 * @param entries the devices
 * @param branches what runs side by side: one for all entries of a fleet, otherwise one for each
 * @param resend whether to send again when in doubt
 * @param failWhen which failures fail a fleet
 * @param askAgain whether a step asks although an earlier one has
 * @param notAgainMinutes for how long it leaves a device alone that another build has asked, 0 for not at all
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
        List<Branch> branches,
        boolean resend,
        String failWhen,
        boolean askAgain,
        long notAgainMinutes,
        boolean dryRun,
        long startAt) {

    /**
     * A branch of a build, or all there is of one.
     *
     * @param timeoutSeconds the time for each device
     * @param sessionTimeoutSeconds the time for each session link, 0 for not waiting for one
     * @param steps how many steps ask, one after the other
     * @param delay how long after the build it begins, in nanoseconds of the world
     */
    record Branch(long timeoutSeconds, long sessionTimeoutSeconds, int steps, long delay) {

        /** The longest that its requests may take, in nanoseconds, apart from what else they wait for. */
        long longest() {
            return delay + steps * (timeoutSeconds + sessionTimeoutSeconds) * World.SECOND;
        }

        private String describe() {
            return "timeout " + timeoutSeconds + " s"
                    + (sessionTimeoutSeconds > 0 ? ", waits " + sessionTimeoutSeconds + " s for the session" : "")
                    + (steps > 1 ? ", in " + steps + " steps" : "")
                    + (delay > 0 ? ", " + delay / 1_000_000 + " ms later" : "");
        }
    }

    /** The branch that asks an entry's device. */
    Branch branch(int entry) {
        return branches.get(fleet ? 0 : entry);
    }

    /** How many steps it has, those of all branches together. */
    int steps() {
        int steps = 0;
        for (Branch branch : branches) {
            steps += branch.steps;
        }
        return steps;
    }

    /** As a line of the story. */
    String describe() {
        return (dryRun ? "dry run of a " : "")
                + (fleet ? "fleet of " + entries : "request for " + entries)
                + (durable ? "" : ", gone after a restart")
                + branches.stream().map(Branch::describe).collect(Collectors.joining("; ", "; ", ""))
                + (resend ? ", sends again when in doubt" : "")
                + (askAgain ? ", asks again" : "")
                + (notAgainMinutes > 0 ? ", nobody whom another build asked within " + notAgainMinutes + " min" : "")
                + (fleet ? ", fails when " + failWhen : "");
    }
}
