package io.jenkins.plugins.intune.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The jars as they lie in the plugin's {@code .hpi}: what is measured is what Jenkins loads.
 *
 * @param byName each jar under its name, the plugin's own without its version
 */
record ShippedJars(Map<String, Path> byName) {

    private static final String OWN = "intune-remote-assistance";

    /** Takes them out of the {@code .hpi}. */
    static ShippedJars unpack(Path hpi, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Path> jars = new TreeMap<>();
        try (ZipFile zip = new ZipFile(hpi.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
                if (entry.getName().endsWith(".jar")) {
                    String name = new File(entry.getName()).getName();
                    Path jar = folder.resolve(name.startsWith(OWN) ? OWN + ".jar" : name);
                    Files.copy(zip.getInputStream(entry), jar, StandardCopyOption.REPLACE_EXISTING);
                    jars.put(jar.getFileName().toString(), jar);
                }
            }
        }
        return new ShippedJars(jars);
    }

    /** A class path with these jars in the place of those of the same names. */
    String in(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> byName.getOrDefault(new File(entry).getName(), Path.of(entry)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Their names and sizes, in words. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Path> jar : byName.entrySet()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s (%.2f MB)", jar.getKey(), Files.size(jar.getValue()) / 1e6));
        }
        return text.toString();
    }
}
