package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A certificate for {@code localhost}, made by the JDK's keytool for one run and trusted by nobody else. */
final class Certificate {

    static final String PASSWORD = "stand-in";

    private final Path folder;

    Certificate(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(folder);
        for (Path old : List.of(keyStore(), trustStore(), pem())) {
            Files.deleteIfExists(old);
        }
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                keyStore().toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-file",
                pem().toString(),
                "-keystore",
                keyStore().toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-file",
                pem().toString(),
                "-keystore",
                trustStore().toString());
    }

    Path keyStore() {
        return folder.resolve("server.p12");
    }

    Path trustStore() {
        return folder.resolve("trust.p12");
    }

    Path pem() {
        return folder.resolve("server.pem");
    }

    /** What lets a JVM trust the stand-in. */
    List<String> options() {
        return List.of("-Djavax.net.ssl.trustStore=" + trustStore(), "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments[0],
                "-alias",
                "localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
