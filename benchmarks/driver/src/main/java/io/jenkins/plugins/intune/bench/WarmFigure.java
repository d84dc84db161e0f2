package io.jenkins.plugins.intune.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One action after the other in JVMs that are warm, and then many callers at once. Java compiles the same code differently in
 * each JVM, so there are several of each peer, one after the other.
 */
final class WarmFigure implements Figure {

    private static final Duration MOST = Duration.ofMinutes(3);
    private static final int[] CALLERS = {16, 128, 512};

    private static final Goal P50 = Goal.atMost("p50 of a warm action, of the SDK's", 0.7, "%.2f", " ×");
    private static final Goal CPU = Goal.atMost("CPU of a warm action, of the SDK's", 0.6, "%.2f", " ×");
    private static final Goal ALLOCATION = Goal.atMost("allocation of a warm action, of the SDK's", 0.35, "%.2f", " ×");
    private static final Goal ERRORS = Goal.atMost("errors of the plugin with 16 to 512 callers", 0, "%.0f", "");
    private static final Goal THROUGHPUT = Goal.atLeast("throughput with 128 callers, of the SDK's", 1.5, "%.2f", " ×");
    private static final Goal THREADS = Goal.atMost("threads over idle with 512 callers", 12, "%.0f", "");

    private final Bench bench;
    private final StandInProcess standIn;
    private final Workers workers;
    private final int jvms;
    private final Map<PeerKind, Talk> running = new EnumMap<>(PeerKind.class);
    private final Table latency = new Table();
    private final Series p50 = new Series();
    private final Series cpu = new Series();
    private final Map<Integer, Table> callers = new TreeMap<>();

    WarmFigure(Bench bench, StandInProcess standIn, Workers workers) {
        this.bench = bench;
        this.standIn = standIn;
        this.workers = workers;
        jvms = bench.rounds(1, 3);
    }

    @Override
    public String name() {
        return "warm";
    }

    @Override
    public List<Goal> goals() {
        return List.of(P50, CPU, ALLOCATION, ERRORS, THROUGHPUT, THREADS);
    }

    @Override
    public String measure(Goals goals) throws Exception {
        standIn.reset("");
        for (int jvm = 0; jvm < jvms; jvm++) {
            measureJvms();
        }
        judge(goals);
        return text();
    }

    private void measureJvms() throws Exception {
        try {
            for (PeerKind peer : PeerKind.values()) {
                running.put(peer, workers.start(peer));
            }
            for (Talk worker : running.values()) {
                // After fewer, it is Java's compiler that is measured.
                worker.ask("warm " + bench.rounds(3000, 30_000) + " 0", MOST);
            }
            Table own = new Table();
            // While the others warm up, connections are closed. Making them anew makes Java discard code that it had compiled
            // for sending alone, so the first round measures the compiler once more, and does not count.
            for (int round = 0; round <= bench.rounds(5, 7); round++) {
                for (PeerKind peer : running.keySet()) {
                    Map<String, String> said = running.get(peer).ask("latency " + actions(), MOST);
                    if (round > 0) {
                        latency.add(peer, said);
                        own.add(peer, said);
                    }
                }
            }
            p50.add(own.ratioToSdk(PeerKind.PLUGIN_ACTION, "p50Micros", false));
            cpu.add(own.ratioToSdk(PeerKind.PLUGIN_ACTION, "cpuMicros", false));
            for (int count : CALLERS) {
                measureCallers(count, callers.computeIfAbsent(count, key -> new Table()));
            }
        } finally {
            running.values().forEach(Talk::close);
            running.clear();
        }
    }

    /** Enough that the system's clock of CPU time, which ticks in hundredths of a second, tells them apart. */
    private int actions() {
        return bench.rounds(1000, 3000);
    }

    private void measureCallers(int count, Table table) throws Exception {
        int total = Math.max(count * bench.rounds(2, 4), bench.rounds(600, 4000));
        // The first round makes connections and threads, and does not count.
        for (int round = 0; round <= bench.rounds(2, 3); round++) {
            for (PeerKind peer : running.keySet()) {
                long cpu = standIn.count("cpuMicros");
                Map<String, String> said = running.get(peer).ask("callers " + count + " " + total, MOST);
                if (round > 0) {
                    double micros = Talk.number(said, "wallMillis") * 1000;
                    said.put("standIn", String.valueOf((standIn.count("cpuMicros") - cpu) / micros));
                    table.add(peer, said);
                } else if (said.containsKey("error")) {
                    Bench.say(peer.label() + ", " + count + " callers: " + said.get("error"));
                }
            }
        }
    }

    private void judge(Goals goals) {
        PeerKind plugin = PeerKind.PLUGIN_ACTION;
        goals.measured(P50, latency.ratioToSdk(plugin, "p50Micros", false));
        goals.measured(CPU, latency.ratioToSdk(plugin, "cpuMicros", false));
        goals.measured(ALLOCATION, latency.ratioToSdk(plugin, "allocatedBytes", false));
        double errors = 0;
        for (Table table : callers.values()) {
            errors += table.of(plugin, "errors").most()
                    + table.of(PeerKind.PLUGIN_REQUEST, "errors").most();
        }
        goals.measured(ERRORS, errors);
        goals.measured(THROUGHPUT, callers.get(128).ratioToSdk(plugin, "perSecond", true));
        goals.measured(
                THREADS,
                Math.max(
                        callers.get(512).of(plugin, "threadsOverIdle").most(),
                        callers.get(512)
                                .of(PeerKind.PLUGIN_REQUEST, "threadsOverIdle")
                                .most()));
    }

    private String text() {
        StringBuilder text = new StringBuilder("""
            ## Warm action

            One after the other, in JVMs that are warm, with a token that is good. Medians of %d rounds of %d actions, all
            peers in turn, with the range; each peer has %d JVMs, one after the other.

            """.formatted(jvms * bench.rounds(5, 7), actions(), jvms));
        text.append(latency.markdown(
                new Table.Column("p50, µs", "p50Micros", 1, "%.0f"),
                new Table.Column("CPU, µs", "cpuMicros", 1, "%.0f"),
                new Table.Column("allocated, kB", "allocatedBytes", 1000, "%.1f")));
        text.append("""

            Of the better of the SDK's two, the plugin's POST alone takes %s × the time at p50 and %s × the CPU: the median of
            the JVMs, and the range.

            The plugin's whole request reads the device before it asks for assistance, so that a later doubt can be settled:
            that is two round trips where the others make one. Of the better of the SDK's two, it takes %.2f × the time at
            p50, %.2f × the CPU and %.2f × the allocation.

            ## Many callers

            Each caller sends its next request when the one before is answered. The SDK blocks its callers, so each of them
            is a thread; the others take callbacks. The stand-in's CPU is what it used of one core: as long as it is well below
            the whole, it is the clients that are measured.
            """.formatted(
                        p50.text("%.2f"),
                        cpu.text("%.2f"),
                        latency.ratioToSdk(PeerKind.PLUGIN_REQUEST, "p50Micros", false),
                        latency.ratioToSdk(PeerKind.PLUGIN_REQUEST, "cpuMicros", false),
                        latency.ratioToSdk(PeerKind.PLUGIN_REQUEST, "allocatedBytes", false)));
        callers.forEach((count, table) -> text.append("\n### ")
                .append(count)
                .append(" callers\n\n")
                .append(table.markdown(
                        new Table.Column("requests/s", "perSecond", 1, "%.0f"),
                        new Table.Column("CPU, µs a request", "cpuMicros", 1, "%.0f"),
                        new Table.Column("threads over idle", "threadsOverIdle", 1, "%.0f"),
                        new Table.Column("errors", "errors", 1, "%.0f"),
                        new Table.Column("stand-in's CPU", "standIn", 1, "%.2f"))));
        return text.toString();
    }
}
