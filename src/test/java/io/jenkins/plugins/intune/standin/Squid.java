package io.jenkins.plugins.intune.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Squid on the loopback address, if one is installed. */
public final class Squid implements AutoCloseable {

    /** The name and password that it asks for, if it asks. */
    public static final String USER = "builder";

    /** See {@link #USER}. */
    public static final String PASSWORD = "p@ss:word-9f3e";

    private final Process process;
    private final int port;
    private final Path log;

    private Squid(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Where Squid is installed, if it is. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/sbin/squid", "/usr/bin/squid", "/usr/local/sbin/squid", "/opt/homebrew/sbin/squid")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one.
     *
     * @param folder for its files
     * @param asksForPassword whether it serves only who gives the password
     * @param rule an access rule that comes first, for example a {@code deny}, or the empty string
     */
    public static Squid start(Path folder, boolean asksForPassword, String rule) throws Exception {
        // Started by root, Squid gives up its rights and still has to write here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path helper = folder.resolve("password.sh");
        // Squid writes "user password" and reads OK or ERR.
        Files.writeString(
                helper,
                "#!/bin/sh\nwhile read -r line; do\n" + "if [ \"$line\" = '" + USER + " " + PASSWORD
                        + "' ]; then echo OK; else echo ERR; fi\ndone\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path log = folder.resolve("access.log");
        String who = asksForPassword
                ? "auth_param basic program /bin/sh " + helper + "\nauth_param basic children 1\n"
                        + "acl known proxy_auth REQUIRED\n" + rule + "\nhttp_access allow known\n"
                : rule + "\nhttp_access allow all\n";
        Files.writeString(
                folder.resolve("squid.conf"),
                "http_port 127.0.0.1:" + port + "\n" + who + "http_access deny all\n"
                        + "access_log stdio:" + log + "\ncache_log " + folder.resolve("cache.log") + "\n"
                        + "pid_filename none\ncache deny all\nshutdown_lifetime 0 seconds\ncoredump_dir " + folder
                        + "\nnetdb_filename none\nlogfile_rotate 0\n");
        Process process = new ProcessBuilder(
                        installed().orElseThrow().toString(),
                        "-N",
                        "-f",
                        folder.resolve("squid.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        Squid squid = new Squid(process, port, log);
        squid.awaitListening(folder);
        return squid;
    }

    /** The port on the loopback address. */
    public int port() {
        return port;
    }

    /** What it did, a line a connection; written when a connection ends. */
    public String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private void awaitListening(Path folder) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                break;
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException notYet) {
                // It takes a moment to start.
            }
        }
        throw new IllegalStateException("Squid did not start: " + Files.readString(folder.resolve("output.log")));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
