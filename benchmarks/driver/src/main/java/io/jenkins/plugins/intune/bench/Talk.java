package io.jenkins.plugins.intune.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that is talked with in lines: answers begin with {@code =}, everything else goes into a log. */
final class Talk implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final StringBuilder said = new StringBuilder();

    Talk(List<String> command, Path errors) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        out = process.inputReader();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Sends a line and waits for the answer. */
    Map<String, String> ask(String line, Duration most) throws IOException, InterruptedException, TimeoutException {
        tell(line);
        return answer(most);
    }

    /** Sends a line. */
    void tell(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    /** The next answer. */
    Map<String, String> answer(Duration most) throws IOException, InterruptedException, TimeoutException {
        try {
            return CompletableFuture.supplyAsync(this::read).get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        }
    }

    private Map<String, String> read() {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("= ")) {
                    return pairs(line.substring(2));
                }
                said.append(line).append('\n');
            }
        } catch (IOException broken) {
            said.append(broken);
        }
        throw new IllegalStateException("the process ended: " + said);
    }

    /** Takes {@code key=value} apart. */
    static Map<String, String> pairs(String line) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : line.strip().split(" ")) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                pairs.put(pair.substring(0, sign), pair.substring(sign + 1));
            }
        }
        return pairs;
    }

    /** One of them, which has to be there. */
    static long number(Map<String, String> pairs, String key) {
        return Long.parseLong(pairs.get(key));
    }

    /** One of them, or 0: what never happened is not told. */
    static long count(Map<String, String> pairs, String key) {
        return Long.parseLong(pairs.getOrDefault(key, "0"));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
