package io.jenkins.plugins.intune.simulation;

/** Whether a step that wants to ask a device waits for another one of its build only as long as that one runs. */
final class WaitChecks {

    /** Longest time to read the build from the disk, and for the tasks before that. */
    private static final long BOUND = 5 * World.SECOND;

    private final Findings findings;

    WaitChecks(Findings findings) {
        this.findings = findings;
    }

    void check(SimulatedBuild build) {
        for (SimulatedStep step : build.steps) {
            for (SimulatedStep.Claim claim : step.claims) {
                boolean open =
                        claim.answeredAt == SimulatedBuild.NEVER || !step.isOpen() && claim.answeredAt > step.endedAt;
                long until = !open ? claim.answeredAt : step.isOpen() ? Simulation.MAX_TIME : step.endedAt;
                boolean forgotten = open && !claim.machine.lives();
                if (!forgotten
                        && until >= claim.from
                        && !step.build.spec.controller().diskHung()) {
                    check(step, claim, until, open);
                }
            }
        }
    }

    private void check(SimulatedStep step, SimulatedStep.Claim claim, long until, boolean open) {
        long since = claim.from;
        for (SimulatedStep other : step.build.steps) {
            if (other != step && other.claimed(claim.deviceId, until)) {
                boolean goesOn = other.endedAt == SimulatedBuild.NEVER || other.endedAt > until;
                since = Math.max(since, goesOn ? until : other.endedAt);
            }
        }
        Controller controller = step.build.spec.controller();
        long bound = BOUND
                + controller.slack(claim.from, until)
                + step.build.slowPipeline
                + 4 * (claim.machine.slowest() + step.build.state.slowest());
        if (until - since > bound) {
            findings.add(
                    Finding.HELD_UP,
                    step + " waited " + (until - since) / World.SECOND + " s for device " + claim.deviceId
                            + ", which no other step of the build was about to ask");
        }
        boolean givesUp = open && claim.waits && !step.isOpen() && !step.stopped && !step.build.saveHung;
        if (givesUp && until - claim.from > bound) {
            long waited = (until - claim.from) / World.SECOND;
            findings.add(Finding.GAVE_UP, step + " waited for another one no longer than " + waited + " s");
        }
    }
}
