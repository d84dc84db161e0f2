package io.jenkins.plugins.intune.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy that makes tunnels and keeps the head of every request that it is sent itself. What travels through a tunnel it
 * cannot read.
 */
public final class RecordingProxy implements AutoCloseable {

    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What is answered instead of making tunnels, or {@code null}. */
    private final String refusal;

    private final String expected;
    private final String established;

    private RecordingProxy(String refusal, String expected, String established) throws IOException {
        this.refusal = refusal;
        this.expected = expected;
        this.established = established;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Starts on a free port of the loopback address. */
    public static RecordingProxy start() {
        return refusing(null, null);
    }

    /** Starts one that says this when a tunnel stands. */
    public static RecordingProxy saying(String established) {
        return starting(null, null, established);
    }

    /** Starts one that answers with this instead of making tunnels, unless it gets this authorization. */
    public static RecordingProxy refusing(String answer, String unlessAuthorized) {
        return starting(answer, unlessAuthorized, ESTABLISHED);
    }

    private static RecordingProxy starting(String refusal, String expected, String established) {
        try {
            return new RecordingProxy(refusal, expected, established);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The heads of the requests that were sent to the proxy itself, {@code CONNECT} among them. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = keep(listener.accept());
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (refusal != null && !head.contains("Proxy-Authorization: " + expected)) {
                client.getOutputStream().write(ascii(refusal));
                if (!refusal.contains("\r\nConnection: close\r\n")) {
                    serve(client);
                }
                return;
            }
            if (!head.startsWith("CONNECT ")) {
                client.getOutputStream().write(ascii("HTTP/1.1 204 No Content\r\n\r\n"));
                return;
            }
            String[] target = head.split(" ")[1].split(":");
            try (Socket server = keep(new Socket(target[0], Integer.parseInt(target[1])))) {
                client.getOutputStream().write(ascii(established));
                threads.execute(() -> pump(server, client));
                pump(client, server);
            }
        } catch (IOException clientGone) {
            // The test looks at what came.
        }
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // One side has hung up, and that ends the tunnel.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
