package io.jenkins.plugins.intune.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The assistance log: what a page of it costs, with a hundred thousand requests and with a million. */
final class LogFigure implements Figure {

    private static final String WORKER = "io.jenkins.plugins.intune.audit.LogWorker";
    private static final Duration MOST = Duration.ofMinutes(20);

    /** What the worker may use in all, so that nothing needs more. */
    private static final String HEAP = "-Xmx512m";

    private static final Goal PAGE = Goal.atMost("a page of 1,000,000 requests, median", 100, "%.0f", " ms");
    private static final Goal SEARCH = Goal.atMost("a search with every filter, median", 200, "%.0f", " ms");
    private static final Goal MEMORY = Goal.atMost("memory of a request in the log", 150, "%.0f", " B");

    private final Bench bench;

    LogFigure(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public List<Goal> goals() {
        return List.of(PAGE, SEARCH, MEMORY);
    }

    @Override
    public String measure(Goals goals) throws Exception {
        StringBuilder rows = new StringBuilder();
        Map<String, String> million = Map.of();
        for (int requests : new int[] {100_000, 1_000_000}) {
            million = run(requests);
            rows.append(row(requests, million));
        }
        goals.measured(PAGE, millis(million, "firstMicros"));
        goals.measured(SEARCH, millis(million, "allMicros"));
        goals.measured(MEMORY, Talk.number(million, "heapBytesEach"));
        return """
            ## The assistance log

            Requests of 90 days for 50,000 devices, from 200 jobs and 500 people, in a JVM with `%s`. *Read* is the time after a
            restart until all are there, in the background; *known* the time until builds are told who was asked on the last
            day. Searches find the page of 50 entries, count all that match, and count them by day and outcome for
            the plot: median and slowest of %d. *Every filter* is text, person, outcome and days. A download has 100,000 rows.

            | requests | on disk, B each | in memory, B each | read, s | known, s | first page, ms | last page | a device | every filter | a job's | download, s | last asked, µs |
            |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            %s\
            """.formatted(HEAP, rounds(), rows);
    }

    private int rounds() {
        return bench.rounds(10, 50);
    }

    private Map<String, String> run(int requests) throws Exception {
        Path folder = bench.work().resolve("log-" + requests);
        Bench.delete(folder);
        List<String> command = new ArrayList<>(List.of(Bench.java(), HEAP));
        command.addAll(List.of("-cp", bench.classPath(PeerKind.PLUGIN_REQUEST.module()), WORKER));
        command.addAll(List.of(folder.toString(), String.valueOf(requests), String.valueOf(rounds())));
        try (Talk worker = new Talk(command, bench.work().resolve("log.log"))) {
            return worker.answer(MOST);
        } finally {
            Bench.delete(folder);
        }
    }

    private static String row(int requests, Map<String, String> told) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %s | %.1f | %.1f | %s | %s | %s | %s | %s | %.1f | %s (%s) |%n",
                requests,
                told.get("diskBytesEach"),
                told.get("heapBytesEach"),
                Talk.number(told, "readMillis") / 1_000.0,
                Talk.number(told, "rememberMillis") / 1_000.0,
                times(told, "first"),
                times(told, "last"),
                times(told, "text"),
                times(told, "all"),
                times(told, "job"),
                Talk.number(told, "csvMicros") / 1_000_000.0,
                told.get("lastAskedMicros"),
                told.get("lastAskedMostMicros"));
    }

    private static String times(Map<String, String> told, String search) {
        return String.format(
                Locale.ROOT, "%.1f (%.1f)", millis(told, search + "Micros"), millis(told, search + "MostMicros"));
    }

    private static double millis(Map<String, String> told, String name) {
        return Talk.number(told, name) / 1_000.0;
    }
}
