package io.jenkins.plugins.intune.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.java.sezpoz.impl.SerAnnotatedElement;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** A packaged plugin, read. */
final class Hpi {

    /** What marks an extension: one that is always there, or only beside another plugin. */
    static final List<String> EXTENSIONS =
            List.of("hudson/Extension", "org/jenkinsci/plugins/variant/OptionalExtension");

    private static final String LIBRARIES = "WEB-INF/lib/";

    private final SortedMap<String, byte[]> files;
    private final SortedMap<String, byte[]> plugin;

    private Hpi(SortedMap<String, byte[]> files) {
        this.files = files;
        this.plugin = unzip(libraries().get(ownJar()));
    }

    static Hpi read(Path file) {
        try {
            return new Hpi(unzip(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("no packaged plugin in " + file, e);
        }
    }

    /** The names of all files. */
    SortedSet<String> names() {
        return new TreeSet<>(files.keySet());
    }

    /** The bundled jars, by their names. */
    SortedMap<String, byte[]> libraries() {
        SortedMap<String, byte[]> found = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (name.startsWith(LIBRARIES)) {
                found.put(name.substring(LIBRARIES.length()), bytes);
            }
        });
        return found;
    }

    /** The name of the jar that holds the plugin itself. */
    String ownJar() {
        return libraries().keySet().stream()
                .filter(name -> name.startsWith("intune-remote-assistance"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the plugin's own jar is missing in " + names()));
    }

    /** What is in the plugin's own jar. */
    SortedMap<String, byte[]> plugin() {
        return plugin;
    }

    /** The plugin's own classes, by their names. */
    SortedMap<String, ClassNode> classes() {
        SortedMap<String, ClassNode> found = new TreeMap<>();
        plugin.forEach((name, bytes) -> {
            if (name.endsWith(".class")) {
                ClassNode type = new ClassNode();
                new ClassReader(bytes).accept(type, 0);
                found.put(type.name, type);
            }
        });
        return found;
    }

    Attributes manifest() {
        try {
            return new Manifest(new ByteArrayInputStream(files.get("META-INF/MANIFEST.MF"))).getMainAttributes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plugins that this one needs, each with its lowest version. */
    SortedMap<String, String> dependencies() {
        String value = manifest().getValue("Plugin-Dependencies");
        return Arrays.stream(value == null ? new String[0] : value.split(","))
                .map(each -> each.split(":"))
                .collect(Collectors.toMap(each -> each[0], each -> each[1], (one, other) -> other, TreeMap::new));
    }

    /** The classes in Jenkins' index of extensions, a member's after a {@code #}. */
    SortedSet<String> extensions() {
        SortedSet<String> found = new TreeSet<>();
        for (String annotation : EXTENSIONS) {
            byte[] index = plugin.get("META-INF/annotations/" + annotation.replace('/', '.'));
            if (index != null) {
                for (SerAnnotatedElement element : SezpozIndex.read(index)) {
                    found.add(element.className + (element.memberName == null ? "" : "#" + element.memberName));
                }
            }
        }
        return found;
    }

    /** The classes in an index that is a plain list; Jenkins knows two places for it, an older and a newer one. */
    SortedSet<String> indexed(String annotation) {
        SortedSet<String> found = new TreeSet<>();
        for (String folder : new String[] {"META-INF/annotations/", "META-INF/services/annotations/"}) {
            byte[] index = plugin.get(folder + annotation);
            if (index != null) {
                new String(index, StandardCharsets.UTF_8).lines().forEach(found::add);
            }
        }
        return found;
    }

    private static SortedMap<String, byte[]> unzip(byte[] bytes) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        try (InputStream input = new ByteArrayInputStream(bytes);
                ZipInputStream zip = new ZipInputStream(input)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    found.put(entry.getName(), zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
