package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all figures share: where things lie, how thorough to be, and the stand-in.
 *
 * @param checkout the root of the checkout
 * @param quick whether to be done in a few minutes
 * @param work where everything is put that is no result
 * @param hpi the plugin, as the Central lane builds it
 * @param shipped the jars in it
 */
record Bench(Path checkout, boolean quick, Path work, Path hpi, ShippedJars shipped) {

    static Bench in(Path checkout, boolean quick) throws IOException {
        Path work = checkout.resolve("target/bench");
        Path hpi = checkout.resolve("central/plugin/target/intune-remote-assistance.hpi");
        return new Bench(checkout, quick, work, hpi, ShippedJars.unpack(hpi, work.resolve("shipped")));
    }

    /** How many rounds to make. */
    int rounds(int whenQuick, int otherwise) {
        return quick ? whenQuick : otherwise;
    }

    /** The class path of one of the benchmarks' modules, as Maven wrote it down, with the plugin's jars as they are shipped. */
    String classPath(String module) throws IOException {
        Path target = checkout.resolve("benchmarks").resolve(module).resolve("target");
        String libraries = Files.readString(target.resolve("class-path")).strip();
        String classPath = target.resolve("classes") + (libraries.isEmpty() ? "" : ":" + libraries);
        return module.equals(PeerKind.PLUGIN_ACTION.module()) ? shipped.in(classPath) : classPath;
    }

    /** The jars of a module that are not the benchmarks' own. */
    List<Path> jars(String module) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath(module).split(":")) {
            if (entry.endsWith(".jar") && !entry.contains("/benchmarks/")) {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }

    /** The java of this JVM. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Deletes a folder and what is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    static void say(String line) {
        System.out.println("bench: " + line);
    }
}
