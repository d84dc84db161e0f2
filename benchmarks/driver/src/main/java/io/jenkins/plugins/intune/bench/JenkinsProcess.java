package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Jenkins of its own on the loopback address, without any security, so that the driver may start builds and ask its
 * script console how the JVM is. It exists for a measurement and has nothing worth protecting.
 */
final class JenkinsProcess implements AutoCloseable {

    private static final String UP = "Jenkins is fully up and running";

    private final Path log;
    private final Process process;
    private final String root;
    private final long startMillis;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param configuration as code, or {@code null} for none */
    JenkinsProcess(Path war, JenkinsHome home, Path configuration, Certificate certificate) throws Exception {
        log = home.folder().resolve("jenkins.log");
        Files.deleteIfExists(log);
        int port = freePort();
        root = "http://127.0.0.1:" + port;
        Path temporary = Files.createDirectories(home.folder().resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(Bench.java(), "-Xmx2g", "-Djava.io.tmpdir=" + temporary));
        command.addAll(certificate.options());
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-Djenkins.install.runSetupWizard=false",
                "-Djenkins.model.Jenkins.slaveAgentPort=-1",
                "-Dhudson.model.UpdateCenter.never=true",
                "-Dhudson.model.UsageStatistics.disabled=true",
                "-Dhudson.security.csrf.GlobalCrumbIssuerConfiguration.DISABLE_CSRF_PROTECTION=true",
                "-Djenkins.model.Jenkins.logStartupPerformance=true",
                "-jar",
                war.toString(),
                "--httpListenAddress=127.0.0.1",
                "--httpPort=" + port));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JENKINS_HOME", home.folder().toString());
        builder.environment().remove("CASC_JENKINS_CONFIG");
        if (configuration != null) {
            builder.environment().put("CASC_JENKINS_CONFIG", configuration.toString());
        }
        long begin = System.nanoTime();
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        while (!log().contains(UP)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - begin > 300_000_000_000L) {
                close();
                throw new IOException("Jenkins did not start; see " + log);
            }
        }
        startMillis = (System.nanoTime() - begin) / 1_000_000;
    }

    /** How long it took to be fully up, in milliseconds. */
    long startMillis() {
        return startMillis;
    }

    /** How long Jenkins itself says it spent on the tasks whose names contain a text, in milliseconds. */
    long taskMillis(String text) throws IOException {
        Matcher matcher = Pattern.compile("Took (\\d+)ms for (.*)").matcher(log());
        long sum = 0;
        while (matcher.find()) {
            sum += matcher.group(2).contains(text) ? Long.parseLong(matcher.group(1)) : 0;
        }
        return sum;
    }

    private String log() throws IOException {
        return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    }

    /** Starts a build and returns its number. */
    int build(String job) throws IOException, InterruptedException {
        int number = Integer.parseInt(
                find("\"nextBuildNumber\":(\\d+)", get("/job/" + job + "/api/json?tree=nextBuildNumber")));
        post("/job/" + job + "/build?delay=0sec", "");
        return number;
    }

    /** The build's duration in milliseconds once it has ended, else -1. */
    long duration(String job, int number) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(request("/job/" + job + "/" + number + "/api/json?tree=building,duration,result")
                        .build());
        if (answer.statusCode() != 200 || answer.body().contains("\"building\":true")) {
            return -1;
        }
        return Long.parseLong(find("\"duration\":(\\d+)", answer.body()));
    }

    boolean succeeded(String job, int number) throws IOException, InterruptedException {
        return get("/job/" + job + "/" + number + "/api/json?tree=result").contains("SUCCESS");
    }

    String console(String job, int number) throws IOException, InterruptedException {
        return get("/job/" + job + "/" + number + "/consoleText");
    }

    /** Asks the JVM: CPU in microseconds, threads now and at most, and the heap in use after a collection if wanted. */
    Map<String, String> state(boolean collect, boolean resetPeak) throws IOException, InterruptedException {
        String script = (collect ? "System.gc(); System.gc(); " : "")
                + "def f = java.lang.management.ManagementFactory; def t = f.threadMXBean;"
                + "print '= cpuMicros=' + (f.operatingSystemMXBean.processCpuTime.intdiv(1000))"
                + " + ' threads=' + t.threadCount + ' peakThreads=' + t.peakThreadCount"
                + " + ' heapBytes=' + f.memoryMXBean.heapMemoryUsage.used;"
                + (resetPeak ? "t.resetPeakThreadCount()" : "");
        return Talk.pairs(post("/scriptText", "script=" + URLEncoder.encode(script, StandardCharsets.UTF_8)));
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(request(path).build()).body();
    }

    private String post(String path, String form) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        if (answer.statusCode() >= 400) {
            throw new IOException("Jenkins answered " + answer.statusCode() + " to " + path);
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofMinutes(2));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String find(String pattern, String text) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
