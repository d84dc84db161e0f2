package io.jenkins.plugins.intune.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The committed record of what the plugin asks of Jenkins: one line each, the plugin that has it ({@value #CORE} for
 * Jenkins itself) and then the {@linkplain Reference#text() reference}. It is only ever written against the real Jenkins,
 * so a build that never saw one can tell by it which members are proven.
 *
 * @param references references, each with the plugin that has it
 */
record ReferenceRecord(SortedMap<String, String> references) {

    /** Stands for Jenkins core and its libraries. */
    static final String CORE = "jenkins";

    /** Writes the record anew, where the Jenkins artifacts can be reached. */
    static final String COMMAND = "bin/test canonical -- -Dtest=LinkJenkinsTest -Dlink.record=write";

    private static final List<String> HEAD = List.of(
            "# What the plugin asks of Jenkins and of other plugins, proven against the real ones.",
            "# The first word is the plugin that has it. Do not edit; this writes it anew:",
            "#   " + COMMAND);

    static ReferenceRecord read(Path file) {
        SortedMap<String, String> references = new TreeMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
                int space = line.indexOf(' ');
                references.put(line.substring(space + 1), line.substring(0, space));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("no record of references in " + file, e);
        }
        return new ReferenceRecord(references);
    }

    void write(Path file) {
        List<String> lines = Stream.concat(HEAD.stream(), lines()).toList();
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The record's lines, sorted. */
    Stream<String> lines() {
        return references.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .sorted();
    }

    /** Those of some references that are not in the record, with the classes that ask. */
    String unproven(Map<String, ? extends Iterable<String>> asked) {
        return asked.entrySet().stream()
                .filter(entry -> !references.containsKey(entry.getKey()))
                .map(entry -> entry.getKey() + "\n    asked for by " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
