package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of a build, across all restarts of its controller: what it waited for, and what it said in the end. Several
 * may run side by side, in branches. Times are the world's.
 */
final class SimulatedStep {

    /** The step wants to ask a device. */
    static final class Claim {

        /** In which process. */
        final Machine machine;
        /** The device, as the step names it to the build. */
        final String deviceId;

        final long from;
        long answeredAt = SimulatedBuild.NEVER;
        /** Whether it has heard that another step of the build has to end first. */
        boolean waits;

        private Claim(Machine machine, String deviceId) {
            this.machine = machine;
            this.deviceId = deviceId;
            from = machine.world.now();
        }

        void answered() {
            answeredAt = machine.world.now();
        }
    }

    final SimulatedBuild build;
    /** Which entry of the build it is for, from 0 on. */
    final int branch;
    /** Which of its branch's steps it is, from 0 on. */
    final int number;

    final List<Claim> claims = new ArrayList<>();
    /** Whether somebody has stopped it. */
    boolean stopped;
    /** What it said when it ended, or null. */
    Said.OfEntry said;

    long begunAt = SimulatedBuild.NEVER;
    long endedAt = SimulatedBuild.NEVER;

    /** When it first said what it said last, perhaps in an earlier process. */
    long firstSaidAt = SimulatedBuild.NEVER;

    private Said.OfEntry lastSaid;
    private long firstBegunAt = SimulatedBuild.NEVER;
    private long lastEndedAt = SimulatedBuild.NEVER;

    SimulatedStep(SimulatedBuild build, int branch, int number) {
        this.build = build;
        this.branch = branch;
        this.number = number;
    }

    /** It begins, or goes on after a restart. */
    void begin(long now) {
        begunAt = begunAt == SimulatedBuild.NEVER ? now : begunAt;
        firstBegunAt = firstBegunAt == SimulatedBuild.NEVER ? now : firstBegunAt;
        endedAt = SimulatedBuild.NEVER;
        said = null;
    }

    /** The process died, and the next one may know nothing of it. */
    void forget() {
        begunAt = SimulatedBuild.NEVER;
        endedAt = SimulatedBuild.NEVER;
        said = null;
    }

    void end(long now, Said.OfEntry with) {
        endedAt = now;
        lastEndedAt = now;
        said = with;
        firstSaidAt = with.equals(lastSaid) ? firstSaidAt : now;
        lastSaid = with;
    }

    /** The next process knows how it ended in an earlier one. */
    void restore(Said.OfEntry with) {
        begunAt = firstBegunAt;
        endedAt = lastEndedAt;
        said = with;
    }

    /** It wants to ask a device. */
    Claim claims(Machine machine, String deviceId) {
        Claim claim = new Claim(machine, deviceId);
        claims.add(claim);
        return claim;
    }

    /** Whether it ever wanted to ask a device, until then. */
    boolean claimed(String deviceId, long until) {
        for (Claim claim : claims) {
            if (claim.deviceId.equalsIgnoreCase(deviceId) && claim.from <= until) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is still to end. */
    boolean isOpen() {
        return begunAt != SimulatedBuild.NEVER && endedAt == SimulatedBuild.NEVER;
    }

    /** Tells it from others, in what the dice are asked. */
    int subject() {
        return build.spec.number() << 8 | branch << 4 | number;
    }

    Entry entry() {
        return build.spec.entries().get(branch);
    }

    @Override
    public String toString() {
        return build + " step " + (number + 1) + (build.spec.entries().size() > 1 ? " of branch " + (branch + 1) : "");
    }
}
