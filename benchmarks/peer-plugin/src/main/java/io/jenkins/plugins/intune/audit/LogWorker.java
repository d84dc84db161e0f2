package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Meter;
import io.jenkins.plugins.intune.bench.Worker;
import io.jenkins.plugins.intune.http.Table;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.index.AuditFilter;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The assistance log in a JVM of its own: takes a folder, a number of requests and of rounds, writes so many requests
 * of 90 days for 50,000 devices, 200 jobs and 500 people, reads them as after a restart, and searches them.
 */
public final class LogWorker {

    private static final GraphTenant TENANT = new GraphTenant("graph.microsoft.com", Endpoints.TENANT);
    private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);
    private static final int DAYS = 90;
    private static final int DEVICES = 50_000;
    private static final int JOBS = 200;
    private static final int PEOPLE = 500;
    private static final int ON_PAGE = 50;

    private final Path folder;
    private final int requests;
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS - 1));
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, Object> result = new TreeMap<>();

    private LogWorker(Path folder, int requests) {
        this.folder = folder;
        this.requests = requests;
    }

    /** @param args the folder, the number of requests, and how often each search is made */
    public static void main(String[] args) throws Exception {
        LogWorker worker = new LogWorker(Path.of(args[0]), Integer.parseInt(args[1]));
        worker.write();
        worker.measure(Integer.parseInt(args[2]));
        Worker.say(worker.result);
        Runtime.getRuntime().halt(0);
    }

    private void write() throws IOException {
        AuditFolder files = new AuditFolder(folder);
        files.create();
        long bytes = 0;
        for (int day = 0; day < DAYS; day++) {
            Instant morning = begin.plus(Duration.ofDays(day));
            List<String> lines = new ArrayList<>();
            int first = (int) ((long) requests * day / DAYS);
            int last = (int) ((long) requests * (day + 1) / DAYS);
            for (int i = first; i < last; i++) {
                add(lines, morning.plusMillis((i - first) * 86_000_000L / (last - first)));
            }
            Path file = files.next(morning).file();
            Journal journal = new Journal(new FileStorage(file), Runnable::run);
            journal.rewrite(lines).join();
            journal.close().join();
            bytes += Files.size(file);
        }
        result.put("diskBytesEach", bytes / requests);
    }

    private void add(List<String> lines, Instant at) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        int device = random.nextInt(DEVICES);
        Requester requester = new Requester(
                "team-" + random.nextInt(JOBS) + "/ask",
                random.nextInt(10_000),
                begin,
                "person-" + random.nextInt(PEOPLE),
                "SYSTEM");
        Outcome outcome = List.of(
                        Outcome.ACCEPTED, Outcome.SESSION, Outcome.SESSION, Outcome.NO_SESSION, Outcome.FAILED, Outcome.IN_DOUBT)
                .get(random.nextInt(6));
        lines.add(new AuditLine.Asked(
                        id, null, at, TENANT, Endpoints.device(device), "LAPTOP-" + device, requester, 0)
                .write());
        lines.add(new AuditLine.Ended(id, at.plusSeconds(60), outcome, null, at.toEpochMilli()).write());
        if (outcome == Outcome.SESSION) {
            lines.add(new AuditLine.Opened(id, at.plusSeconds(90), "person-" + random.nextInt(PEOPLE)).write());
        }
    }

    private void measure(int rounds) throws Exception {
        long before = Meter.heap();
        Executor disk = Executors.newFixedThreadPool(2);
        AuditLog log = new AuditLog(
                folder,
                () -> Duration.ofDays(DAYS),
                Clocks.SYSTEM,
                (delay, task) -> CompletableFuture.completedFuture(null),
                disk,
                disk,
                System.err::println);
        Requester nobody = new Requester("another/job", 1, begin, "", "SYSTEM");
        long began = System.nanoTime();
        log.start();
        log.lastAsked(TENANT, Endpoints.device(1), Duration.ofMinutes(15), nobody).join();
        result.put("rememberMillis", (System.nanoTime() - began) / 1_000_000);
        while (log.isReading()) {
            Thread.sleep(5);
        }
        result.put("readMillis", (System.nanoTime() - began) / 1_000_000);
        result.put("heapBytesEach", (Meter.heap() - before) / requests);
        List<Instant> boundaries = IntStream.rangeClosed(0, DAYS)
                .mapToObj(day -> begin.plus(Duration.ofDays(day)))
                .toList();
        search(log, "first", rounds, ALL, 1, boundaries);
        search(log, "last", rounds, ALL, requests / ON_PAGE, boundaries);
        search(log, "text", rounds, new AuditFilter(null, "laptop-4711", null, null, null, null), 1, boundaries);
        search(log, "all", rounds, new AuditFilter(null, "laptop", "person-7", "session", begin, Instant.now()), 1, boundaries);
        search(log, "job", rounds, new AuditFilter("team-7/ask", null, null, null, null, null), 1, boundaries);
        times(
                "csv",
                rounds,
                () -> new Table(AuditEntry.NAMES, log.index().all(ALL, 100_000).map(AuditEntry::toMap))
                        .writeCsv(Writer.nullWriter()));
        times("lastAsked", rounds, () -> log.lastAsked(
                        TENANT, Endpoints.device(random.nextInt(DEVICES)), Duration.ofMinutes(15), nobody)
                .join());
    }

    private void search(AuditLog log, String name, int rounds, AuditFilter filter, int page, List<Instant> boundaries)
            throws Exception {
        times(name, rounds, () -> result.put(
                name + "Matches", log.index().search(filter, page, ON_PAGE, boundaries).matches()));
    }

    private interface Task {
        void run() throws Exception;
    }

    private void times(String name, int rounds, Task task) throws Exception {
        long[] micros = new long[rounds];
        for (int round = -rounds / 4; round < rounds; round++) {
            long began = System.nanoTime();
            task.run();
            if (round >= 0) {
                micros[round] = (System.nanoTime() - began) / 1_000;
            }
        }
        Arrays.sort(micros);
        result.put(name + "Micros", micros[rounds / 2]);
        result.put(name + "MostMicros", micros[rounds - 1]);
    }
}
