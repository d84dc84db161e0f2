package io.jenkins.plugins.intune.link;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles small pieces of Java for the tests of the checks. */
final class Snippets {

    private static final Pattern NAME = Pattern.compile("(?:class|interface|enum)\\s+(\\w+)");

    private Snippets() {}

    /**
     * Compiles one or more types of the package {@code demo}, or of the one that they name.
     *
     * @param folder where nothing is yet
     * @param against classes that they are compiled against, and the JDK
     */
    static Path compile(Path folder, List<String> sources, Path... against) {
        try {
            Path texts = Files.createDirectories(folder.resolve("texts"));
            for (String source : sources) {
                String text = source.startsWith("package ") ? source : "package demo;\n" + source;
                Files.writeString(texts.resolve(nameIn(source) + ".java"), text);
            }
            String classPath = Stream.of(against).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            return JavaCompilation.compile(
                    List.of(texts), Files.createDirectories(folder.resolve("classes")), classPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameIn(String source) {
        Matcher matcher = NAME.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no type in " + source);
        }
        return matcher.group(1);
    }
}
