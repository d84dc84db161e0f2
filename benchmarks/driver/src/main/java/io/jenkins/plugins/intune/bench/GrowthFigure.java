package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How cost grows from ten requests to ten thousand, and with how many wait. */
final class GrowthFigure implements Figure {

    private static final Duration MOST = Duration.ofMinutes(3);
    /** When no request has come for so long, none comes any more. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final List<PeerKind> PEERS = List.of(PeerKind.PLUGIN_ACTION, PeerKind.PLUGIN_REQUEST, PeerKind.SDK);

    /** A thread for each is as much as one would do; the line can be seen by then. */
    private static final int MOST_BLOCKED = 1_000;

    private final int[] counts;
    private final int[] waiting;
    private final Bench bench;
    private final StandInProcess standIn;
    private final Workers workers;

    GrowthFigure(Bench bench, StandInProcess standIn, Workers workers) {
        this.bench = bench;
        counts = bench.quick() ? new int[] {100, 1_000} : new int[] {10, 100, 1_000, 10_000};
        // With fewer it is the JVM's own comings and goings that are measured.
        waiting = bench.quick() ? new int[] {1_000} : new int[] {100, 1_000, 10_000};
        this.standIn = standIn;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String measure(Goals goals) throws Exception {
        return """
            ## How cost grows

            ### Requests

            A new JVM each, 16 callers at most, CPU time from the start of the JVM until so many requests are answered.

            %s
            ![CPU time over requests](images/benchmark-requests.svg)

            ### Waiting requests

            The stand-in answers 429 with a long `Retry-After` until all of them wait; of the plugin's, those wait as well that
            had not left when the first answer came. Heap after a collection and threads, both over what there was before; CPU
            while they wait.

            %s
            ![Heap over waiting requests](images/benchmark-waiting-heap.svg)

            ![Threads over waiting requests](images/benchmark-waiting-threads.svg)
            """.formatted(requests(), waiting());
    }

    private String requests() throws Exception {
        standIn.reset("");
        Plot plot = new Plot("CPU time from the start of the JVM", "requests", "CPU, ms");
        StringBuilder text = new StringBuilder("| requests | " + heads("CPU, ms") + " |\n|--:|--:|--:|--:|\n");
        for (int count : counts) {
            text.append(String.format(Locale.ROOT, "| %,d", count));
            for (PeerKind peer : PEERS) {
                Series cpu = new Series();
                for (int round = 0; round < bench.rounds(1, 3); round++) {
                    try (Talk worker = workers.start(peer)) {
                        worker.ask("callers " + Math.min(16, count) + " " + count, MOST);
                        cpu.add(Talk.number(worker.ask("state", MOST), "totalCpuMicros") / 1000.0);
                    }
                }
                plot.add(peer.label(), count, cpu.median());
                text.append(" | ").append(cpu.text("%.0f"));
            }
            text.append(" |\n");
        }
        plot.write(image("requests"));
        return text.toString();
    }

    private String waiting() throws Exception {
        Plot heap = new Plot("Heap of waiting requests", "waiting requests", "heap, kB");
        Plot threads = new Plot("Threads of waiting requests", "waiting requests", "threads over idle");
        StringBuilder text = new StringBuilder("| waiting | plugin: heap, kB each | threads | CPU, ms a second"
                + " | SDK: heap, kB each | threads | CPU, ms a second |\n|--:|--:|--:|--:|--:|--:|--:|\n");
        for (int count : waiting) {
            text.append(String.format(Locale.ROOT, "| %,d", count));
            for (PeerKind peer : List.of(PeerKind.PLUGIN_REQUEST, PeerKind.SDK)) {
                if (peer.isSdk() && count > MOST_BLOCKED) {
                    text.append(" | – | – | –");
                    continue;
                }
                Waiting found = waiting(peer, count);
                heap.add(peer.label(), count, Math.max(1, found.heapBytes() / 1000));
                threads.add(peer.label(), count, Math.max(1, found.threads()));
                text.append(String.format(
                        Locale.ROOT,
                        " | %.1f | %d | %.1f",
                        found.heapBytes() / 1000 / count,
                        found.threads(),
                        found.cpuMillisPerSecond()));
            }
            text.append(" |\n");
        }
        heap.write(image("waiting-heap"));
        threads.write(image("waiting-threads"));
        return text.toString();
    }

    private record Waiting(double heapBytes, int threads, double cpuMillisPerSecond) {}

    private Waiting waiting(PeerKind peer, int count) throws Exception {
        standIn.reset("");
        try (Talk worker = workers.start(peer)) {
            worker.ask("warm 20 0", MOST);
            Map<String, String> before = worker.ask("heap", MOST);
            standIn.reset("waitSeconds=170");
            worker.ask("start " + count, MOST);
            await(count);
            worker.ask("heap", MOST); // lets what is short-lived go home first
            Map<String, String> begin = worker.ask("heap", MOST);
            int seconds = bench.rounds(2, 10);
            Map<String, String> calm = worker.ask("state", MOST);
            Thread.sleep(seconds * 1000L);
            Map<String, String> end = worker.ask("state", MOST);
            return new Waiting(
                    Talk.number(begin, "heapBytes") - Talk.number(before, "heapBytes"),
                    (int) (Talk.number(end, "threads") - Talk.number(before, "threads")),
                    (Talk.number(end, "totalCpuMicros") - Talk.number(calm, "totalCpuMicros")) / 1000.0 / seconds);
        }
    }

    /** Until all have been refused, or no more come: the plugin lets none leave that Graph would refuse as well. */
    private void await(int writes) throws IOException, InterruptedException {
        long came = 0;
        long since = System.nanoTime();
        while (came < writes && (came == 0 || System.nanoTime() - since < QUIET.toNanos())) {
            long now = standIn.count("writes");
            if (now > came) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since > MOST.toNanos()) {
                throw new IOException("no request came");
            }
            came = now;
            Thread.sleep(50);
        }
        Thread.sleep(500);
    }

    private static String heads(String unit) {
        StringBuilder heads = new StringBuilder();
        PEERS.forEach(peer -> heads.append(heads.isEmpty() ? "" : " | ")
                .append(peer.label())
                .append(": ")
                .append(unit));
        return heads.toString();
    }

    private java.nio.file.Path image(String name) {
        return bench.checkout().resolve("docs/images/benchmark-" + name + ".svg");
    }
}
