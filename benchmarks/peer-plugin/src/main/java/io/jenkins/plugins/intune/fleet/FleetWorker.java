package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Meter;
import io.jenkins.plugins.intune.bench.Worker;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.BenchBuild;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.PluginParts;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fleets in a JVM of their own, with the plugin's parts put together as in Jenkins, anew for each run: without token,
 * connection or memory of the limit. Takes {@code run COUNT FROM JOURNAL...} as a line, with a journal for each fleet
 * that is to run at the same time, and answers with a line of {@code key=value}.
 */
public final class FleetWorker {

    private static final LinkEncryption PLAIN = new LinkEncryption() {
        @Override
        public String encrypt(String link, Instant acceptedAt) {
            return link;
        }

        @Override
        public String decrypt(String encrypted) {
            return encrypted;
        }
    };

    private final Endpoints endpoints;
    private PluginParts parts;
    /** The longest that an event had to wait for its thread, in nanoseconds. */
    private final AtomicLong longestWait = new AtomicLong();

    private FleetWorker(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** @param args Entra's root, Graph's, and the app's client id */
    public static void main(String[] args) throws Exception {
        FleetWorker worker = new FleetWorker(new Endpoints(args[0], args[1], args[2]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            List<Path> journals = new ArrayList<>();
            for (int i = 3; i < words.length; i++) {
                journals.add(Path.of(words[i]));
            }
            Worker.say(worker.run(Integer.parseInt(words[1]), Integer.parseInt(words[2]), journals));
        }
        Runtime.getRuntime().halt(0);
    }

    private Map<String, Object> run(int count, int from, List<Path> journals) throws Exception {
        parts = new PluginParts(endpoints, Limits.DEFAULT);
        long heapBefore = Meter.heap();
        long cpuBefore = Meter.totalCpuMicros();
        longestWait.set(0);
        Future<?> probe = parts.timer.scheduleAtFixedRate(this::probe, 100, 100, TimeUnit.MILLISECONDS);
        AtomicLong journalBytes = new AtomicLong();
        long begin = System.nanoTime();
        Instant beganAt = Instant.now();
        List<CompletableFuture<FleetResult>> outcomes = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < journals.size(); i++) {
            FleetPlan plan = plan(count, from + i * count);
            Path journal = journals.get(i);
            FleetJournal kept = new FleetJournal(new FileStorage(journal), PLAIN, parts.blocking);
            outcomes.add(new Fleet(plan, new BenchBuild(parts), kept, parts.platform(), false)
                    .start()
                    .whenComplete((result, failure) -> {
                        synchronized (millis) {
                            millis.add((System.nanoTime() - begin) / 1_000_000);
                        }
                    }));
        }
        // The journal is longest just before the end; then it is rewritten.
        while (!CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .isDone()) {
            journalBytes.accumulateAndGet(size(journals), Math::max);
            Thread.sleep(20);
        }
        probe.cancel(false);
        Map<String, Object> result = new TreeMap<>();
        List<FleetResult> results = new ArrayList<>();
        for (CompletableFuture<FleetResult> outcome : outcomes) {
            results.add(outcome.get());
        }
        int devices = count * journals.size();
        result.put("cpuMillis", (Meter.totalCpuMicros() - cpuBefore) / 1_000);
        result.put("heapBytesEach", (Meter.heap() - heapBefore) / devices);
        result.put("wallMillis", millis.get(millis.size() - 1));
        result.put("firstMillis", millis.get(0));
        result.put(
                "lastAcceptedMillis",
                results.stream()
                        .flatMap(each -> each.reports().stream())
                        .filter(report -> report.acceptedAt() != null)
                        .mapToLong(report ->
                                Duration.between(beganAt, report.acceptedAt()).toMillis())
                        .max()
                        .orElse(0));
        result.put(
                "accepted",
                results.stream().mapToInt(each -> each.counts().accepted()).sum());
        result.put(
                "failed",
                results.stream().mapToInt(each -> each.counts().failed()).sum());
        result.put(
                "inDoubt",
                results.stream().mapToInt(each -> each.counts().inDoubt()).sum());
        result.put("journalBytesEach", journalBytes.get() / devices);
        result.put("keptBytesEach", size(journals) / devices);
        result.put("longestWaitMillis", longestWait.get() / 1_000_000);
        return result;
    }

    /** How long whatever else has to do waits for the thread of the events. */
    private void probe() {
        long asked = System.nanoTime();
        parts.events.execute(() -> longestWait.accumulateAndGet(System.nanoTime() - asked, Math::max));
    }

    private static FleetPlan plan(int count, int from) throws InvalidInputException {
        List<DeviceTarget> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = Endpoints.device(from + i);
            devices.add(DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> id));
        }
        return new FleetPlan(
                devices, new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.FAIL, 0), FailWhen.ANY);
    }

    private static long size(List<Path> journals) throws IOException {
        long size = 0;
        for (Path journal : journals) {
            size += Files.exists(journal) ? Files.size(journal) : 0;
        }
        return size;
    }
}
