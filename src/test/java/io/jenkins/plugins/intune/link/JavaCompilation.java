package io.jenkins.plugins.intune.link;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources as the lanes do, without their annotation processors. */
final class JavaCompilation {

    private JavaCompilation() {}

    /**
     * Compiles all sources in some folders.
     *
     * @param into where the classes go
     * @param classPath what they are compiled against, in the form of a class path
     */
    static Path compile(List<Path> folders, Path into, String classPath) {
        List<Path> sources = folders.stream().flatMap(JavaCompilation::sources).toList();
        List<String> options = new ArrayList<>(List.of("-d", into.toString(), "-classpath", classPath));
        options.addAll(List.of("--release", "17", "-g", "-parameters", "-proc:none", "-implicit:none", "-nowarn"));
        options.add("-Xpkginfo:always");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new AssertionError("does not compile: " + folders + "\n" + messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return into;
    }

    /** The class path of this Java machine, behind some classes. */
    static String classPath(Path... before) {
        return Stream.concat(Stream.of(before).map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("no sources in " + folder, e);
        }
    }
}
