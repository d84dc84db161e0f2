package io.jenkins.plugins.intune.simulation;

import java.util.List;

/** Whether each link that was handed out is the request's own, as far as anybody can know. */
final class LinkChecks {

    /** Longest time between the last look at a device and its request, apart from slow disks and the like. */
    private static final long FRESH = 6 * World.SECOND;

    private final Findings findings;

    LinkChecks(Findings findings) {
        this.findings = findings;
    }

    void check(SimulatedBuild build) {
        for (SimulatedStep step : build.steps) {
            if (step.said != null && step.said.link() != null) {
                SimulatedDevice.Link link = check(build, step.entry().device(), step.said.link());
                if (link != null) {
                    checkOthers(step, link);
                }
            }
        }
        for (Said said : build.tellsOfSteps() ? List.<Said>of() : build.said) {
            for (Said.OfEntry entry : said.entries()) {
                if (entry.link() != null) {
                    check(build, build.spec.entries().get(entry.index()).device(), entry.link());
                }
            }
        }
    }

    /** An earlier step has found the request's link: another one is somebody else's. */
    private void checkOthers(SimulatedStep step, SimulatedDevice.Link link) {
        for (SimulatedStep other : step.build.steps) {
            boolean earlier =
                    !step.build.spec.askAgain() && other != step && other.endedAt < step.endedAt && other.said != null;
            boolean same = earlier && other.entry().device() == step.entry().device();
            String found = same ? other.said.link() : null;
            if (found != null && !found.equals(link.url)) {
                findings.add(
                        Finding.OTHER_LINK,
                        step + " hands out " + link.url + " of " + (link.origin == null ? "somebody else" : link.origin)
                                + ", and " + other + " had found " + found);
            }
        }
    }

    /** Returns the link if there is one that is not known to be the build's own. */
    private SimulatedDevice.Link check(SimulatedBuild build, SimulatedDevice device, String url) {
        SimulatedDevice.Link link = null;
        for (SimulatedDevice.Link known : device.links) {
            link = known.url.equals(url) ? known : link;
        }
        if (link == null) {
            findings.add(Finding.WRONG_LINK, build + " hands out " + url + " for " + device);
            return null;
        }
        if (link.origin != null && link.origin.build == build) {
            return null;
        }
        StringBuilder why = new StringBuilder();
        for (Call call : build.writes(device)) {
            if (call.mayBeThoughtProcessed()) {
                String objection = objection(build, call, link);
                if (objection == null) {
                    return link;
                }
                why.append("; ").append(call).append(": ").append(objection);
            }
        }
        boolean mayHaveBeenSent = build.crashed && link.since >= build.begunAt;
        if (!mayHaveBeenSent) {
            findings.add(
                    Finding.FOREIGN_LINK,
                    build + " hands out a link for " + device + " that is somebody else's"
                            + (why.isEmpty() ? ", although it was not asked" : why));
        }
        return link;
    }

    /** Why a link cannot have been taken for this call's, or null. */
    private static String objection(SimulatedBuild build, Call call, SimulatedDevice.Link link) {
        Call look = lastLook(build, call);
        if (cameAfter(build, call, link)) {
            return null;
        }
        if (look == null) {
            return "nobody had looked at the device before";
        }
        if (link.since <= look.processedAt) {
            return "it stood there already at the last look (" + look + ")";
        }
        long blind = call.createdAt - look.toldAt;
        long slack = call.machine.controller.slack(look.toldAt, call.createdAt) + call.machine.slowest();
        if (link.since < call.leftAt && blind > FRESH + slack + build.state.slowest()) {
            return "the last look (" + look + ") was " + blind / World.SECOND + " s before the request";
        }
        return null;
    }

    /**
     * Whether the build has seen that the link was not there, before it came: also a look after a request that is in doubt
     * tells which links are new, or one of another entry of a fleet, which may be a little older than the last.
     */
    private static boolean cameAfter(SimulatedBuild build, Call call, SimulatedDevice.Link link) {
        for (Call look : build.calls) {
            boolean without = look.device == call.device && look.toldLink() && look.processedAt < link.since;
            boolean after = without && look.createdAt > call.leftAt && link.since > call.leftAt;
            boolean rightBefore = without
                    && build.spec.fleet()
                    && look.toldAt <= call.createdAt
                    && call.createdAt - look.toldAt < FRESH;
            if (after || rightBefore) {
                return true;
            }
        }
        return false;
    }

    /** The last look of a request's step at its device before it that told which link stands there, or null. */
    private static Call lastLook(SimulatedBuild build, Call before) {
        Call last = null;
        for (Call call : build.calls) {
            boolean look = call.step == before.step
                    && call.device == before.device
                    && call.toldLink()
                    && call.toldAt <= before.createdAt;
            if (look && (last == null || call.toldAt >= last.toldAt)) {
                last = call;
            }
        }
        return last;
    }

    /** Whether a link may have come of a request: it was not there when the device was last looked at before. */
    static boolean mayBeOf(SimulatedBuild build, Call call, SimulatedDevice.Link link) {
        Call last = lastLook(build, call);
        return link.since >= (last == null ? build.begunAt : last.processedAt) || cameAfter(build, call, link);
    }
}
