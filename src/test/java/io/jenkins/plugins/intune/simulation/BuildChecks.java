package io.jenkins.plugins.intune.simulation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Whether a build as a whole ended in time, complete, with the right result, and kept its secrets. */
final class BuildChecks {

    /** Longest time for reading devices after a doubt, for tokens and for a restart together. */
    private static final long REST = 150 * World.SECOND;
    /** Longest time after an abort: for an answer that may still come, and for the disk. */
    private static final long AFTER_ABORT = 15 * World.SECOND;
    /** The same where the disk does not answer any more. */
    private static final long WITH_DISK_HANGING = 75 * World.SECOND;
    /** Longest wait that Graph can impose on all requests with one answer. */
    private static final long MAX_HOLD = 330 * World.SECOND;
    /** Longest time that one of many devices is in line, which is also all that an answer can make it wait. */
    private static final long MAX_IN_LINE = 1_800 * World.SECOND;

    /** How long a request waits for a save at first, and keeps its permit. */
    private static final long MAX_SAVE = 10 * World.SECOND;
    /** How long at most, because a save may take twice as long as the one before. */
    private static final long MAX_SLOW_SAVE = 120 * World.SECOND;

    private final SimulatedBuild build;
    private final BuildSpec spec;
    private final Outside outside;
    private final Findings findings;

    BuildChecks(SimulatedBuild build, Outside outside) {
        this.build = build;
        this.outside = outside;
        spec = build.spec;
        findings = outside.world().findings;
    }

    void check() {
        checkTime();
        checkReadable();
        checkTokens();
        checkDryRun();
        build.log.forEach(this::checkConfidential);
        for (Said said : build.said) {
            checkConfidential(said.message());
            said.entries().forEach(entry -> checkConfidential(entry.message()));
            Map<Said.End, Integer> ends = ends(said);
            checkComplete(said);
            checkRecord(said);
            if (said.counts() != null) {
                checkCounts(said, ends);
                checkVerdict(said, ends);
            }
        }
    }

    private void found(Finding finding, String message) {
        findings.add(finding, build + " " + message);
    }

    private void checkTime() {
        if (build.isOpen()) {
            found(Finding.LATE, "has not ended" + (build.abortedAt >= 0 ? ", although it was aborted" : ""));
            return;
        }
        if (build.endedAt == SimulatedBuild.NEVER) {
            return;
        }
        if (build.abortedAt != SimulatedBuild.NEVER) {
            long took = build.endedAt - build.abortedAt;
            boolean hangs = spec.controller().diskHung() || build.saveHung;
            long bound = hangs ? WITH_DISK_HANGING + learnedForSaves() : AFTER_ABORT;
            if (took > bound + slack(build.abortedAt)) {
                found(Finding.LATE, "ended " + took / World.SECOND + " s after it was aborted");
            }
        }
        long took = build.endedAt - build.begunAt;
        int restarts = spec.controller().starts(build.begunAt, build.endedAt);
        long bound = (spec.steps() + restarts * spec.branches().size()) * REST + build.breaks + slack(build.begunAt);
        for (int branch = 0; branch < spec.branches().size(); branch++) {
            // One may wait for all others.
            bound += spec.branches().get(branch).longest() * (1 + startsAnew(branch));
        }
        if (spec.fleet()) {
            long rounds = writes() / outside.limits().writes() + 1L;
            bound += 2 * rounds * SlidingLimit.WINDOW + outside.intune().throttled() * MAX_HOLD;
            // Who looks for a credential is in line.
            bound += build.slowProvider;
            if (build.calls.stream().anyMatch(call -> call.told.contains("Retry-After"))) {
                bound += MAX_IN_LINE;
            }
            if (spec.controller().diskHung()) {
                // Each finds out for itself, and keeps a permit that long.
                bound += writes() * MAX_SAVE;
                // Nobody knows whether others have asked, and a restart begins the wait anew.
                bound += spec.notAgainMinutes() > 0 ? (restarts + 1) * MAX_IN_LINE : 0;
            }
        }
        // What happens at the bound itself takes a moment.
        if (took > bound + World.SECOND) {
            found(
                    Finding.LATE,
                    "took " + took / World.SECOND + " s, which is more than " + bound / World.SECOND + " s");
        }
    }

    /**
     * How often a branch may have its whole time anew: one of many with each restart, others as long as they know that
     * nothing has left.
     */
    private int startsAnew(int branch) {
        long until = spec.fleet() || spec.branches().get(branch).steps() > 1
                ? build.endedAt
                : build.calls.stream()
                        .filter(call -> call.write && call.step.branch == branch && call.word != Call.Word.NEVER_LEFT)
                        .mapToLong(call -> call.createdAt)
                        .min()
                        .orElse(build.endedAt);
        return spec.controller().starts(build.begunAt, until);
    }

    private void checkReadable() {
        for (Said said : build.said) {
            Controller controller = spec.controller();
            // To a machine that stands still, a disk that answers meanwhile has not answered in time.
            boolean still = controller.stillness.within(build.resumedAt, build.endedAt) > 0;
            boolean reason = controller.readsFailed() || controller.diskHung() || still;
            if (spec.fleet() && of(ends(said), Said.End.UNKNOWN) > 0 && !reason) {
                found(Finding.UNREADABLE, "says " + said.message());
            }
        }
    }

    /** How much longer what lasted until the end may have taken, because something stood still or was slow. */
    private long slack(long from) {
        Controller controller = spec.controller();
        return controller.slack(from, build.endedAt) + controller.machine().slowest() + build.state.slowest();
    }

    /** How much longer than at first a request may wait for the save of its end, because one before was slow. */
    private long learnedForSaves() {
        // One may not leave before the Pipeline has said that it waits for it.
        long slowest = build.slowestPipeline
                + build.state.slowest()
                + spec.controller().machine().slowest();
        return Math.max(0, Math.min(2 * slowest, MAX_SLOW_SAVE) - MAX_SAVE);
    }

    /** All requests of the world, and all that could come. */
    private int writes() {
        int writes = 0;
        for (SimulatedBuild other : outside.ledger().builds) {
            writes += other.spec.entries().size() + other.calls.size();
        }
        return writes;
    }

    private void checkTokens() {
        // By device and token.
        Map<String, Call> refused = new HashMap<>();
        for (Call call : build.calls) {
            if (call.write && call.word == Call.Word.TOKEN_REFUSED) {
                Call before = refused.put(call.device + call.token + call.step, call);
                if (before != null && before.machine == call.machine) {
                    found(Finding.REFUSED_TOKEN, "used a token for " + call + " that was refused to " + before);
                }
            }
        }
    }

    private void checkDryRun() {
        for (Call call : build.calls) {
            if (spec.dryRun() && call.write) {
                found(Finding.DRY_RUN, "made " + call);
            }
        }
    }

    private void checkConfidential(String text) {
        if (text != null && (text.contains(Sessions.MARK) || text.contains(SimulatedEntra.MARK))) {
            found(Finding.CONFIDENTIAL, "says \"" + text + "\"");
        }
    }

    private static Map<Said.End, Integer> ends(Said said) {
        Map<Said.End, Integer> ends = new EnumMap<>(Said.End.class);
        said.entries().forEach(entry -> ends.merge(entry.end(), 1, Integer::sum));
        return ends;
    }

    private void checkComplete(Said said) {
        int[] times = new int[spec.entries().size()];
        for (Said.OfEntry entry : said.entries()) {
            times[entry.index()]++;
        }
        for (int i = 0; i < times.length; i++) {
            if (times[i] != 1) {
                found(
                        Finding.VANISHED,
                        "tells " + times[i] + " times what became of "
                                + spec.entries().get(i));
            }
        }
    }

    private void checkRecord(Said said) {
        if (said.recorded() == null || !build.diskWasFine) {
            return;
        }
        boolean same = said.recorded().size() == said.entries().size();
        for (int i = 0; same && i < said.entries().size(); i++) {
            same = said.recorded().get(i).isLike(said.entries().get(i));
        }
        if (!same) {
            found(Finding.RECORD, "says " + said.entries() + ", and its page shows " + said.recorded());
        }
    }

    private void checkCounts(Said said, Map<Said.End, Integer> ends) {
        int accepted = of(ends, Said.End.ACCEPTED) + of(ends, Said.End.SESSION) + of(ends, Said.End.NO_SESSION);
        Said.Counts right = new Said.Counts(
                spec.entries().size(),
                accepted,
                of(ends, Said.End.SESSION),
                of(ends, Said.End.NO_SESSION),
                of(ends, Said.End.FAILED),
                of(ends, Said.End.IN_DOUBT),
                of(ends, Said.End.DUPLICATE),
                of(ends, Said.End.NOT_ASKED),
                of(ends, Said.End.WOULD_ASK),
                of(ends, Said.End.WOULD_FAIL));
        if (!right.equals(said.counts())) {
            found(Finding.COUNTS, "says " + said.counts() + ", and it is " + right);
        }
    }

    private void checkVerdict(Said said, Map<Said.End, Integer> ends) {
        if (said.verdict().equals("ABORTED") || of(ends, Said.End.NOT_ASKED) > 0) {
            return;
        }
        int asked = spec.entries().size() - of(ends, Said.End.DUPLICATE) - of(ends, Said.End.RECENTLY_ASKED);
        int failed = of(ends, Said.End.NO_SESSION)
                + of(ends, Said.End.IN_DOUBT)
                + of(ends, Said.End.FAILED)
                + of(ends, Said.End.WOULD_FAIL);
        boolean enough =
                switch (spec.failWhen()) {
                    case "any" -> failed > 0;
                    case "all" -> failed == asked;
                    default -> failed * 100 >= 50 * asked;
                };
        String right = failed == 0 ? "SUCCESS" : enough ? "FAILURE" : "UNSTABLE";
        if (!right.equals(said.verdict())) {
            found(
                    Finding.VERDICT,
                    "is a " + said.verdict() + ", and should be a " + right + ": " + failed + " of " + asked
                            + " have failed, and it fails when " + spec.failWhen());
        }
    }

    private static int of(Map<Said.End, Integer> ends, Said.End end) {
        return ends.getOrDefault(end, 0);
    }
}
