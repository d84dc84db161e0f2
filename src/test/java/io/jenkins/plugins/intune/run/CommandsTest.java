package io.jenkins.plugins.intune.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.link.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the commands in {@code bin} say and pass on, with a Maven that does nothing, in a checkout with nothing else in it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands need a bash")
class CommandsTest {

    @TempDir
    private Path checkout;

    @BeforeEach
    void copy() throws Exception {
        Path bin = Checkout.root().resolve("bin");
        try (Stream<Path> files = Files.walk(bin)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        checkout.resolve("bin").resolve(bin.relativize(file).toString()));
            }
        }
        Files.createDirectories(checkout.resolve("src/test/java"));
        Path maven = Files.createDirectories(checkout.resolve("maven")).resolve("mvn");
        Files.writeString(maven, """
                #!/usr/bin/env bash
                if [[ $1 == --version ]]; then echo 'Apache Maven 3.9.11'; else printf '%s\\n' "$*" >>"$(dirname "$0")/calls"; fi
                """);
        assertTrue(maven.toFile().setExecutable(true));
    }

    @Test
    void aRunOfOneClassDoesNotSayThatNothingWasLeftOut() throws Exception {
        assertEquals("left out: nothing.", leftOut("canonical"));
        assertEquals(
                "left out: every test that is not chosen by -Dtest=GuidTest.",
                leftOut("canonical", "--", "-o", "-Dtest=GuidTest"));
        assertEquals(
                "left out: every test that is not chosen by -Dtest=GuidTest; the 0 test files named *JenkinsTest, which need a real Jenkins.",
                leftOut("central", "--", "-Dtest=GuidTest"));
        assertEquals("left out: tests, because of -DskipTests.", leftOut("canonical", "--", "-DskipTests"));
        assertEquals("left out: nothing.", leftOut("canonical", "--", "-DskipTests=false"));
    }

    @Test
    void whatIsFormattedIsTheCheckoutsAndNoCopy() throws Exception {
        Files.writeString(checkout.resolve("pom.xml"), "");

        assertEquals("bin/format: src/ and pom.xml are formatted.\n", run("format", "--", "-o"));

        assertEquals(
                List.of("--batch-mode -o --quiet -f target/format/pom.xml spotless:apply"),
                Files.readAllLines(checkout.resolve("maven/calls")));
        Path folder = checkout.resolve("target/format");
        assertTrue(Files.isSameFile(checkout.resolve("src"), folder.resolve("src")));
        assertTrue(Files.isSameFile(checkout.resolve("pom.xml"), folder.resolve("root.xml")));
    }

    @Test
    void eachSaysWhatItDoesAndIsToldOfInContributing() throws Exception {
        String contributing = Files.readString(Checkout.root().resolve("CONTRIBUTING.md"));
        try (Stream<Path> files = Files.list(checkout.resolve("bin"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                String help = run(name, "--help");
                assertTrue(help.startsWith("Usage: bin/" + name + " "), help);
                assertTrue(contributing.contains("`bin/" + name), "CONTRIBUTING.md tells nothing of bin/" + name);
            }
        }
    }

    private String leftOut(String... args) throws Exception {
        String lastLine = run("test", args).lines().reduce("", (before, line) -> line);
        assertTrue(lastLine.contains("passed"), lastLine);
        return lastLine.substring(lastLine.indexOf("left out"));
    }

    private String run(String command, String... args) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of("bash", checkout.resolve("bin").resolve(command).toString()));
        words.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().merge("PATH", checkout.resolve("maven").toString(), (path, fake) -> fake + ":" + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_ARGS");
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            assertEquals(0, process.exitValue(), said);
            return said;
        }
    }
}
