package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fleets under Intune's limit: how near to it, whether each device is asked once, and what a device costs. */
final class FleetFigure implements Figure {

    /** How many devices a JVM asks for first: a controller has run for days when a fleet begins. */
    static final int WARM_UP = 40;
    /** Intune's limit: so many writes of an app in a window. */
    static final int LIMIT = 200;

    static final int WINDOW_SECONDS = 20;
    private static final Duration MOST = Duration.ofMinutes(30);
    private static final String LIMITED = "limit=" + LIMIT + "&windowMillis=" + WINDOW_SECONDS + "000";
    /** Two of a hundred for each of the stand-in's six kinds. */
    private static final String FAULTS = "&faults=0.12&slowMillis=3000";

    private static final Goal TIME =
            Goal.atMost("time of a fleet over the least that the limit permits", 1.05, "%.3f", " ×");
    private static final Goal OVER_LIMIT = Goal.atMost("share of requests over the limit", 0.01, "%.4f", "");
    private static final Goal TWICE = Goal.atMost("devices that were accepted twice", 0, "%.0f", "");
    private static final Goal UNTRUE = Goal.atMost("devices that are called accepted and were not", 0, "%.0f", "");
    private static final Goal FAILED = Goal.atMost("devices that failed", 0, "%.0f", "");

    private final Bench bench;
    private final StandInProcess standIn;
    private final Workers workers;
    private final List<String> rows = new ArrayList<>();
    private double worstRatio;
    private double worstShare;
    private long twice;
    private long untrue;
    private long failed;
    private int number;

    FleetFigure(Bench bench, StandInProcess standIn, Workers workers) {
        this.bench = bench;
        this.standIn = standIn;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public List<Goal> goals() {
        return List.of(TIME, OVER_LIMIT, TWICE, UNTRUE, FAILED);
    }

    @Override
    public String measure(Goals goals) throws Exception {
        if (bench.quick()) {
            run("600 devices", 600, 1, LIMITED);
        } else {
            run("200 devices", 200, 1, LIMITED);
            run("1,000 devices", 1_000, 1, LIMITED);
            run("1,000 devices, 2 % faults of every kind", 1_000, 1, LIMITED + FAULTS);
            run("2 builds with 500 devices each", 500, 2, LIMITED);
            run("3,000 devices, 2 % faults, no `Retry-After`", 3_000, 1, LIMITED + FAULTS + "&retryAfter=false");
        }
        killed(bench.quick() ? 250 : 1_000);
        goals.measured(TIME, worstRatio);
        goals.measured(OVER_LIMIT, worstShare);
        goals.measured(TWICE, twice);
        goals.measured(UNTRUE, untrue);
        goals.measured(FAILED, failed);
        return """
            ## Fleets

            The stand-in takes %d writes in any %d s, counts what it takes, and answers 429 to the rest. The least time is what
            a client needs that sends each window's writes at its very beginning: for so many writes as the faults made
            necessary, the windows before the last. The time is until the last device was accepted; a build may go on to read
            devices in doubt, for up to a minute each. It is taken in a JVM that has asked for %d devices before, as a
            controller has, and begins with neither token nor connection. A request that met a fault may be accepted and its
            answer lost, and then the device tells. *In doubt* are those that were lost and not taken: nobody can know, and
            none is sent again. The journal is the saved state in the build's folder, at its longest and as it is kept. The
            longest wait is that of other events for the plugin's one thread for them.

            | fleet | time, s | over the least | accepted | in doubt | CPU, ms a device | heap, B a device | journal, B a device | kept, B | longest wait, ms |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            %s\
            """.formatted(LIMIT, WINDOW_SECONDS, WARM_UP, String.join("", rows));
    }

    private void run(String what, int count, int builds, String behaviour) throws Exception {
        Bench.say("  " + what);
        // What was measured before may have left it refusing everything.
        standIn.reset("");
        try (Talk worker = workers.startFleets(Endpoints.CLIENT)) {
            worker.ask(command(WARM_UP, journals(1)), MOST);
            standIn.reset(behaviour);
            Map<String, String> said = worker.ask(command(count, journals(builds)), MOST);
            add(what, count * builds, said, true);
        }
    }

    /** The controller dies in the middle, and another one goes on from the journal. */
    private void killed(int count) throws Exception {
        Bench.say("  killed in the middle");
        standIn.reset(LIMITED);
        List<Path> journals = journals(1);
        String command = command(count, journals);
        try (Talk first = workers.startFleets(Endpoints.CLIENT)) {
            first.tell(command);
            while (standIn.count("accepted") < count / 2) {
                Thread.sleep(20);
            }
        }
        try (Talk second = workers.startFleets(Endpoints.CLIENT)) {
            Map<String, String> said = second.ask(command, MOST);
            add(String.format(Locale.ROOT, "%,d devices, killed after half", count), count, said, false);
        }
    }

    private void add(String what, int devices, Map<String, String> said, boolean timed)
            throws IOException, InterruptedException {
        Map<String, String> counts = standIn.counts();
        long over = Talk.count(counts, "status429");
        long writes = Talk.count(counts, "writes") - over;
        double least = Math.max(1, (writes - 1) / LIMIT) * WINDOW_SECONDS;
        double seconds = Talk.number(said, "lastAcceptedMillis") / 1000.0;
        // Within one window there is nothing to wait for.
        boolean compared = timed && writes > LIMIT;
        double share = (double) over / (writes + over);
        if (compared) {
            worstRatio = Math.max(worstRatio, seconds / least);
            worstShare = Math.max(worstShare, share);
        }
        twice += Talk.count(counts, "devicesTwice");
        untrue += Math.max(0, Talk.number(said, "accepted") - Talk.count(counts, "accepted"));
        failed += Talk.number(said, "failed");
        rows.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d | %.1f | %d | %d | %d | %d |%n",
                what,
                timed ? String.format(Locale.ROOT, "%.1f", seconds) : "–",
                compared ? String.format(Locale.ROOT, "%.3f ×", seconds / least) : "–",
                Talk.number(said, "accepted"),
                Talk.number(said, "inDoubt"),
                (double) Talk.number(said, "cpuMillis") / devices,
                Talk.number(said, "heapBytesEach"),
                Talk.number(said, "journalBytesEach"),
                Talk.number(said, "keptBytesEach"),
                Talk.number(said, "longestWaitMillis")));
    }

    private static String command(int count, List<Path> journals) {
        StringBuilder command = new StringBuilder("run " + count + " 1");
        journals.forEach(path -> command.append(' ').append(path));
        return command.toString();
    }

    private List<Path> journals(int builds) throws IOException {
        List<Path> journals = new ArrayList<>();
        for (int i = 0; i < builds; i++) {
            Path path = bench.work().resolve("fleet-" + ++number + ".jsonl");
            Files.deleteIfExists(path);
            journals.add(path);
        }
        return journals;
    }
}
