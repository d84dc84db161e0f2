package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all figures share: where things lie, how thorough to be, and the stand-in.
 *
 * @param checkout the root of the checkout
 * @param quick whether to be done in a few minutes
 */
record Bench(Path checkout, boolean quick) {

    /** The one or the other. */
    int rounds(int whenQuick, int otherwise) {
        return quick ? whenQuick : otherwise;
    }

    /** Where everything is put that is no result. */
    Path work() {
        return checkout.resolve("target/bench");
    }

    /** The class path of one of the benchmarks' modules, as Maven wrote it down. */
    String classPath(String module) throws IOException {
        Path target = checkout.resolve("benchmarks").resolve(module).resolve("target");
        String libraries = Files.readString(target.resolve("class-path")).strip();
        return target.resolve("classes") + (libraries.isEmpty() ? "" : ":" + libraries);
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

    static void say(String line) {
        System.out.println("bench: " + line);
    }
}
