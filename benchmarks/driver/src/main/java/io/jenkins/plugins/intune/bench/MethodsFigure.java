package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Single methods, by JMH in a process of its own. */
final class MethodsFigure implements Figure {

    private final Bench bench;

    MethodsFigure(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "methods";
    }

    @Override
    public String measure(Goals goals) throws IOException, InterruptedException {
        Path results = bench.work().resolve("methods.csv");
        Files.deleteIfExists(results);
        List<String> options = new ArrayList<>(List.of("-prof", "gc", "-bm", "avgt", "-tu", "us"));
        options.addAll(
                bench.quick()
                        ? List.of("-f", "1", "-wi", "1", "-w", "500ms", "-i", "3", "-r", "500ms")
                        : List.of("-f", "3", "-wi", "5", "-w", "1", "-i", "5", "-r", "1"));
        List<String> command =
                new ArrayList<>(List.of(Bench.java(), "-cp", bench.classPath("methods"), "org.openjdk.jmh.Main"));
        command.addAll(options);
        command.addAll(List.of("-rf", "csv", "-rff", results.toString()));
        Path log = bench.work().resolve("methods.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0 || !Files.exists(results)) {
            throw new IOException("JMH failed; see " + log);
        }
        return """
            ## Single methods

            By JMH: `org.openjdk.jmh.Main %s`. The error is JMH's, of 99.9 %%.

            | | µs | error | bytes |
            |---|--:|--:|--:|
            %s\
            """.formatted(String.join(" ", options), rows(results));
    }

    private static String rows(Path results) throws IOException {
        Map<String, String[]> times = new TreeMap<>();
        Map<String, String> bytes = new TreeMap<>();
        for (String line : Files.readAllLines(results)) {
            String[] cells = Arrays.stream(line.split(","))
                    .map(cell -> cell.replace("\"", ""))
                    .toArray(String[]::new);
            String[] names = cells[0].split(":");
            String method = names[0].substring(names[0].lastIndexOf('.') + 1);
            if (names.length == 1 && !method.equals("Benchmark")) {
                times.put(method, cells);
            } else if (cells[0].endsWith("gc.alloc.rate.norm")) {
                bytes.put(method, cells[4]);
            }
        }
        StringBuilder rows = new StringBuilder();
        times.forEach((method, cells) -> rows.append(String.format(
                Locale.ROOT,
                "| `%s` | %.3f | %.3f | %.0f |%n",
                method,
                Double.parseDouble(cells[4]),
                Double.parseDouble(cells[5]),
                Double.parseDouble(bytes.getOrDefault(method, "0")))));
        return rows.toString();
    }
}
