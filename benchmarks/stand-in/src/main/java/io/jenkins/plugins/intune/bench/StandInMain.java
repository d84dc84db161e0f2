package io.jenkins.plugins.intune.bench;

import com.sun.management.OperatingSystemMXBean;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Entra and Graph in a process of their own, over TLS on the loopback address. Undertow, because it answers from the
 * network threads without a thread for each request, speaks HTTP/2 and is a few small jars: the tests' WireMock keeps a
 * journal and matches stubs, and would be what is measured.
 *
 * <p>Listens three times: on port 443 with HTTP/2, because msal4j's cache needs an authority without a port; on a free
 * port with HTTP/1.1 only; and on a free port without TLS for the driver, who may {@code /reset}, {@code /set} a
 * {@link Behaviour} and ask for {@code /counts} and {@code /writes}. Ends when its standard input does.
 */
public final class StandInMain {

    /** As many streams as a server allows that follows the usual advice. */
    private static final int STREAMS = 100;

    private static final ScheduledExecutorService SCRIPT = Executors.newSingleThreadScheduledExecutor();

    private static volatile Intune intune = new Intune(Behaviour.WILLING);

    private StandInMain() {}

    /** @param args the key store, its password, and the port for HTTP/2 */
    public static void main(String[] args) throws Exception {
        SSLContext tls = tls(Path.of(args[0]), args[1].toCharArray());
        int port = Integer.parseInt(args[2]);
        // Looked up for each request: a reset puts another one there.
        Undertow both = start(Undertow.builder()
                .addHttpsListener(port, "127.0.0.1", tls, StandInMain::handle)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, STREAMS));
        Undertow plain = start(Undertow.builder()
                .addHttpsListener(0, "127.0.0.1", tls, StandInMain::handle)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, false));
        Undertow control = start(Undertow.builder().addHttpListener(0, "127.0.0.1", StandInMain::control));
        System.out.println("= http2=https://localhost" + (port == 443 ? "" : ":" + port) + " http1=https://localhost:"
                + port(plain) + " control=http://127.0.0.1:" + port(control));
        System.out.flush();
        script();
        while (System.in.read() >= 0) {
            // The driver holds the other end.
        }
        both.stop();
        Runtime.getRuntime().halt(0);
    }

    /** Makes the next write of somebody's script, if there is one, and sees to the one after it. */
    private static void script() {
        Behaviour now = intune.behaviour();
        if (now.script() > 0) {
            intune.writeOfScript();
        }
        long next = now.script() > 0 ? now.windowMillis() * 1_000L / now.script() : 10_000;
        SCRIPT.schedule(StandInMain::script, next, TimeUnit.MICROSECONDS);
    }

    private static Undertow start(Undertow.Builder builder) {
        Undertow server = builder.setIoThreads(2).setWorkerThreads(1).build();
        try {
            server.start();
        } catch (RuntimeException failed) {
            if (failed.getCause() instanceof BindException) {
                System.out.println("! " + failed.getCause().getMessage());
                Runtime.getRuntime().halt(1);
            }
            throw failed;
        }
        return server;
    }

    private static int port(Undertow server) {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private static void handle(HttpServerExchange exchange) {
        new GraphHandler(intune).handleRequest(exchange);
    }

    private static void control(HttpServerExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        exchange.getQueryParameters().forEach((name, values) -> query.put(name, values.getFirst()));
        switch (exchange.getRequestPath()) {
            case "/reset" -> intune = new Intune(Behaviour.WILLING.with(query));
            case "/set" -> intune.behave(intune.behaviour().with(query));
            case "/writes" -> {
                exchange.getResponseSender().send(intune.writes().text());
                return;
            }
            default -> {
                // Counts are answered anyway.
            }
        }
        Map<String, Object> counts = intune.counts().all();
        counts.put(
                "cpuMicros",
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1000);
        exchange.getResponseSender()
                .send(counts.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
    }

    private static SSLContext tls(Path keyStore, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
