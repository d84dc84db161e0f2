package io.jenkins.plugins.intune.run;

import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Jenkins with sample jobs, configured as code for the stand-in. Listens on the loopback address only, opens no port
 * for agents, and ends with this process.
 */
final class JenkinsRun {

    private final StandIn standIn;
    private final Path home;
    private final List<String> command;

    /**
     * @param home the JENKINS_HOME to prepare, made anew by {@code bin/run}
     * @param command starts Jenkins; {@code @PORT@}, {@code @TRUST_STORE@} and {@code @TRUST_PASSWORD@} in it are
     *     replaced
     */
    JenkinsRun(StandIn standIn, Path home, List<String> command) {
        this.standIn = standIn;
        this.home = home;
        this.command = command;
    }

    /** Runs until Jenkins ends, which Ctrl-C brings about. */
    int run() throws IOException, InterruptedException {
        int port = freePort();
        // Where hpi:run starts it, and bin/run tells a war to.
        URI address = URI.create("http://127.0.0.1:" + port + "/jenkins/");
        SampleHome.write(home, standIn.root(), address);
        ProcessBuilder builder = new ProcessBuilder(command.stream()
                .map(part -> part.replace("@PORT@", String.valueOf(port))
                        .replace("@TRUST_STORE@", StandIn.trustStore().toString())
                        .replace("@TRUST_PASSWORD@", StandIn.trustStorePassword()))
                .toList());
        builder.environment().put("JENKINS_HOME", home.toString());
        builder.environment()
                .put("CASC_JENKINS_CONFIG", home.resolve("jenkins.yaml").toString());
        Path log = home.resolve("jenkins.log");
        Process jenkins =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(jenkins)));
        System.out.println("Jenkins is starting; its log is " + log);
        if (!answers(jenkins, address)) {
            System.out.println("Jenkins did not start. The end of its log:");
            List<String> lines = Files.readAllLines(log);
            lines.subList(Math.max(0, lines.size() - 40), lines.size()).forEach(System.out::println);
            end(jenkins);
            return 1;
        }
        return jenkins.waitFor();
    }

    private boolean answers(Process jenkins, URI address) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (System.nanoTime() < end && !jenkins.waitFor(500, TimeUnit.MILLISECONDS)) {
            if (status(client, address) == 200) {
                System.out.println("Jenkins is ready: " + address + " (Ctrl-C ends it)");
                return true;
            }
        }
        return false;
    }

    private static int status(HttpClient client, URI uri) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static void end(Process process) {
        // Maven starts Jenkins in a process of its own, which must not stay behind.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
