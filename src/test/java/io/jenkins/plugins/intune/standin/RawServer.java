package io.jenkins.plugins.intune.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server that misbehaves below HTTP, where WireMock cannot: it drops connections at chosen moments and answers with
 * chosen bytes. Counts the actions whose head arrived as a whole; any other request gets 404.
 */
public final class RawServer implements AutoCloseable {

    /** What happens to a connection. */
    @FunctionalInterface
    public interface Behaviour {
        /** @param socket the connection, after the TLS handshake */
        void serve(RawServer server, Socket socket) throws IOException;
    }

    private final SSLServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger actions = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger hangUps = new AtomicInteger();
    private final Behaviour behaviour;

    private RawServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        listener = (SSLServerSocket) StandIn.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Starts on a free port of the loopback address. */
    public static RawServer start(Behaviour behaviour) {
        try {
            return new RawServer(behaviour);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads each request's head, answers the action with these bytes and hangs up. */
    public static Behaviour answering(String bytes) {
        return (server, socket) -> {
            server.takeAction(socket);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    /** Reads each request's head, and answers the action a byte a second until the client hangs up. */
    public static Behaviour dripping(String bytes) {
        return (server, socket) -> {
            server.takeAction(socket);
            for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
                if (hangsUpWithin(1_000, socket)) {
                    return;
                }
            }
        };
    }

    private static boolean hangsUpWithin(int millis, Socket socket) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillThere) {
            return false;
        }
    }

    /** Answers one action after the other with these bytes, on the same connection, until the client hangs up. */
    public static Behaviour keepingAlive(String bytes) {
        return (server, socket) -> {
            try {
                while (true) {
                    server.takeAction(socket);
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                }
            } finally {
                server.hangUps.incrementAndGet();
            }
        };
    }

    /** Drops the connection when the handshake is done, before it has read a byte. */
    public static Behaviour resetBeforeReading() {
        return (server, socket) -> reset(socket);
    }

    /** Drops the connection when the action has arrived. */
    public static Behaviour resetAfterReading() {
        return (server, socket) -> {
            server.takeAction(socket);
            reset(socket);
        };
    }

    /** Where this server answers. */
    public URI root() {
        return URI.create("https://localhost:" + listener.getLocalPort());
    }

    /** How many actions have arrived. */
    public int actions() {
        return actions.get();
    }

    /** How many kept connections the client has ended. */
    public int hangUps() {
        return hangUps.get();
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    /** Answers whatever comes with 404 until the action comes. */
    private void takeAction(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String head = head(in);
        while (!head.startsWith("POST")) {
            socket.getOutputStream()
                    .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            head = head(in);
        }
        actions.incrementAndGet();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String end = "\r\n\r\n";
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the client hung up");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            connections.incrementAndGet();
            behaviour.serve(this, socket);
        } catch (IOException clientGone) {
            // That is the client's right; the test looks at what the client made of it.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
