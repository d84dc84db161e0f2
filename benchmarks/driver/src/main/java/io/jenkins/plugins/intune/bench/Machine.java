package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** What the numbers were made with. Names neither the host nor a folder. */
final class Machine {

    private Machine() {}

    static String text(Bench bench) throws IOException {
        return """
            - Machine: %s, %d cores, %.0f GB of memory, %s %s
            - Java: %s %s
            - Peers: %s
            - Stand-in: %s
            """.formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        memory(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version").replaceFirst("[-+].*", ""),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"),
                        versions(
                                bench,
                                List.of("peer-sdk", "peer-plugin", "peer-msal4j"),
                                "microsoft-graph-beta|azure-identity|msal4j|azure-json|httpclient5|okhttp|reactor-netty-http"),
                        versions(bench, List.of("stand-in"), "undertow-core"));
    }

    /** Such as {@code okhttp 4.12.0}, each version that some module has. */
    static String versions(Bench bench, List<String> modules, String names) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (String module : modules) {
            for (Path jar : bench.jars(module)) {
                String file = jar.getFileName().toString();
                if (file.matches("(" + names + ")-[0-9].*")) {
                    found.add(file.replaceFirst("-([0-9].*)\\.jar", " $1"));
                }
            }
        }
        return String.join(", ", found);
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.exists(info)
                ? System.getProperty("os.arch")
                : Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
    }

    private static double memory() {
        return ((com.sun.management.OperatingSystemMXBean)
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                        .getTotalMemorySize()
                / 1e9;
    }
}
