package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The other side, in a process of its own. */
final class StandInProcess implements AutoCloseable {

    private final Certificate certificate;
    private final Talk process;
    private final Map<String, String> addresses;
    private final HttpClient control =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    StandInProcess(Bench bench) throws IOException, InterruptedException, TimeoutException {
        certificate = new Certificate(bench.work().resolve("certificate"));
        process = new Talk(
                List.of(
                        Bench.java(),
                        "-cp",
                        bench.classPath("stand-in"),
                        "io.jenkins.plugins.intune.bench.StandInMain",
                        certificate.keyStore().toString(),
                        Certificate.PASSWORD,
                        "443"),
                bench.work().resolve("stand-in.log"));
        try {
            addresses = process.answer(Duration.ofSeconds(30));
        } catch (IOException ended) {
            throw new IOException(
                    "The stand-in could not listen on port 443 of the loopback address, which it must, because msal4j's"
                            + " cache never hits where an authority has a port. Run as root, or allow the port with:"
                            + " sysctl net.ipv4.ip_unprivileged_port_start=443",
                    ended);
        }
    }

    Certificate certificate() {
        return certificate;
    }

    /** Where Entra answers. */
    String authority() {
        return addresses.get("http2");
    }

    /** Where Graph answers. */
    String graph(boolean http2) {
        return addresses.get(http2 ? "http2" : "http1");
    }

    /** Forgets what came, and behaves as told: {@code limit=200&faults=0.02}, or the empty string for all willing. */
    void reset(String behaviour) throws IOException, InterruptedException {
        get("/reset?" + behaviour);
    }

    /** Changes how it behaves. */
    void set(String behaviour) throws IOException, InterruptedException {
        get("/set?" + behaviour);
    }

    /** What came since the reset, and its CPU time. */
    Map<String, String> counts() throws IOException, InterruptedException {
        return Talk.pairs(get("/counts"));
    }

    /** One of the counts. */
    long count(String name) throws IOException, InterruptedException {
        return Talk.count(counts(), name);
    }

    /** Each write that came since the reset: milliseconds, device, {@code taken} or {@code throttled}. */
    List<String[]> writes() throws IOException, InterruptedException {
        return get("/writes").lines().map(line -> line.split(" ")).toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(addresses.get("control") + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return control.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        process.close();
    }
}
