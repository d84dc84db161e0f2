package io.jenkins.plugins.intune.simulation;

/**
 * Whether a build leaves a device alone that another one of its controller has asked a short time ago, and no other one. Says
 * nothing where the log's disk failed or the time of day was set: what is not on the disk is not known after a restart.
 */
final class RecentChecks {

    /** Longest time for reading the log, for saving an end, and for an answer to what was sent before. */
    private static final long ABOUT = 15 * World.SECOND;

    private final Outside outside;

    RecentChecks(Outside outside) {
        this.outside = outside;
    }

    void check(SimulatedBuild build) {
        long within = build.spec.notAgainMinutes() * 60 * World.SECOND;
        if (within == 0 || build.spec.controller().clockJumped()) {
            return;
        }
        for (Call call : build.calls) {
            if (call.write && call.left()) {
                checkAsked(call, within);
            }
        }
        for (SimulatedStep step : build.steps) {
            if (step.said != null && step.said.end() == Said.End.RECENTLY_ASKED) {
                checkRefused(step, within);
            }
        }
    }

    private void checkAsked(Call call, long within) {
        for (Call other : outside.ledger().calls) {
            // A build without the rule asks nobody whether another one has claimed the device.
            long looked = other.build.spec.notAgainMinutes() > 0 ? call.createdAt : looked(call);
            // It is noted before it leaves, by as much as the state's save takes.
            long noted = other.leftAt - ABOUT - other.machine.slowest() - other.build.state.slowest();
            boolean early = other.left() && other.leftAt < looked && noted + within > looked;
            if (early && other.write && other.device == call.device && isAnother(call.build, other.build)) {
                boolean counts = other.isTold() && other.toldAt < looked
                        ? other.mayBeThoughtProcessed() && !other.mayBeThoughtUnprocessed()
                        : other.mayBeThoughtProcessed() || other.machine == call.machine;
                boolean known = other.machine == call.machine || isOnDisk(other);
                if (counts && known && !isOwn(call)) {
                    found(
                            Finding.ASKED_RECENTLY,
                            call.build + " made " + call + ", and " + other.build + " had made " + other + " "
                                    + (call.createdAt - other.leftAt) / World.SECOND + " s before");
                    return;
                }
            }
        }
    }

    /** When the request's step heard for the last time that the device may be asked. */
    private static long looked(Call call) {
        long looked = SimulatedBuild.NEVER;
        for (SimulatedStep.Claim claim : call.step.claims) {
            looked = claim.deviceId.equalsIgnoreCase(call.device.id) && claim.answeredAt <= call.createdAt
                    ? Math.max(looked, claim.answeredAt)
                    : looked;
        }
        return looked == SimulatedBuild.NEVER ? call.createdAt : looked;
    }

    /** Whether it is an earlier request of the build that is sent again, because that one is in doubt. */
    private static boolean isOwn(Call call) {
        for (Call before : call.build.writes(call.device)) {
            boolean same = before.step == call.step || !call.build.spec.askAgain();
            if (same && before.createdAt < call.createdAt && before.mayBeThoughtProcessed()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOnDisk(Call call) {
        return call.machine.controller.diskNeverFailed() && call.machine.slowest() < World.SECOND / 2;
    }

    private static boolean isAnother(SimulatedBuild one, SimulatedBuild other) {
        return one != other && one.spec.controller() == other.spec.controller();
    }

    private void checkRefused(SimulatedStep step, long within) {
        SimulatedDevice device = step.entry().device();
        Controller controller = step.build.spec.controller();
        long slack = ABOUT
                + controller.slack(step.begunAt, step.endedAt)
                + controller.machine().slowest()
                + step.build.state.slowest();
        for (SimulatedBuild other : outside.ledger().builds) {
            if (isAnother(step.build, other) && mayHaveAsked(other, device, wanted(step), within, slack)) {
                return;
            }
        }
        found(
                Finding.REFUSED_FOR_NOTHING,
                step + " did not ask " + device + ", because another build had done so: " + step.said.message());
    }

    /** When the step wanted to know whether the device may be asked, for the last time; else when it said that it may not. */
    private static long wanted(SimulatedStep step) {
        long wanted = SimulatedBuild.NEVER;
        for (SimulatedStep.Claim claim : step.claims) {
            wanted = claim.answeredAt == SimulatedBuild.NEVER ? wanted : Math.max(wanted, claim.answeredAt);
        }
        return wanted == SimulatedBuild.NEVER ? step.firstSaidAt : wanted;
    }

    private static boolean mayHaveAsked(
            SimulatedBuild build, SimulatedDevice device, long at, long within, long slack) {
        // What it was about to do when its controller died, nobody knows.
        boolean unknown = build.crashed;
        boolean runs = build.begunAt <= at && (build.isOpen() || build.endedAt + slack >= at);
        unknown |= build.spec.fleet() && runs && names(build, device);
        // What a disk did not take before a restart, nobody knows either: that a request never left, for example.
        boolean lost = !build.spec.controller().diskNeverFailed()
                && build.spec.controller().starts(build.begunAt, at) > 0;
        unknown |= lost && names(build, device) && build.begunAt <= at;
        for (Call call : build.writes(device)) {
            boolean recent = call.createdAt - slack <= at && call.createdAt + within + slack >= at;
            boolean underWay = !call.isTold() || call.toldAt + slack >= at;
            unknown |= recent && (underWay || call.mayBeThoughtProcessed());
        }
        for (SimulatedStep step : build.steps) {
            boolean open = step.begunAt <= at && (step.isOpen() || step.endedAt + slack >= at);
            boolean claims = step.claimed(device.id, at);
            unknown |= open && claims;
        }
        return unknown;
    }

    private static boolean names(SimulatedBuild build, SimulatedDevice device) {
        return build.spec.entries().stream().anyMatch(entry -> entry.device().id.equals(device.id));
    }

    private void found(Finding finding, String message) {
        outside.world().findings.add(finding, message);
    }
}
