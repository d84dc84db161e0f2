package io.jenkins.plugins.intune.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * Class files by name: first those in a folder (the classes that are looked at), then those of the class path. Reads them
 * without loading them, so that nothing in them runs and a class of the folder can be held against one of the same name.
 */
final class ClassFiles {

    private final ClassFiles behind;
    private final Map<String, ClassNode> own = new HashMap<>();
    private final Map<String, Optional<ClassNode>> others = new HashMap<>();

    private ClassFiles(Path folder, ClassFiles behind) {
        this.behind = behind;
        if (folder != null) {
            for (ClassNode type : readAll(folder)) {
                own.put(type.name, type);
            }
        }
    }

    /** The classes in a folder, in front of those of the class path. */
    static ClassFiles of(Path folder) {
        return new ClassFiles(folder, null);
    }

    /** The classes in a folder, in front of some others. */
    static ClassFiles of(Path folder, ClassFiles behind) {
        return new ClassFiles(folder, behind);
    }

    /** The classes of the class path alone. */
    static ClassFiles ofClassPath() {
        return new ClassFiles(null, null);
    }

    /** The classes in the folder, sorted by name. */
    List<ClassNode> own() {
        return own.values().stream()
                .sorted((one, other) -> one.name.compareTo(other.name))
                .toList();
    }

    /** Whether the folder has this class. */
    boolean isOwn(String name) {
        return own.containsKey(name);
    }

    /** @param name as byte code writes it, with slashes */
    Optional<ClassNode> find(String name) {
        ClassNode inFolder = own.get(name);
        if (inFolder != null) {
            return Optional.of(inFolder);
        }
        return behind == null ? others.computeIfAbsent(name, ClassFiles::readFromClassPath) : behind.find(name);
    }

    /** A class, everything it extends and everything it implements, nearest first; what cannot be found is left out. */
    List<ClassNode> ancestry(String name) {
        List<ClassNode> found = new ArrayList<>();
        collect(name, found);
        return found;
    }

    private void collect(String name, List<ClassNode> found) {
        Optional<ClassNode> type = name == null ? Optional.empty() : find(name);
        if (type.isEmpty() || found.contains(type.get())) {
            return;
        }
        found.add(type.get());
        collect(type.get().superName, found);
        type.get().interfaces.forEach(each -> collect(each, found));
    }

    /** Whether the first class is the second or comes from it. */
    boolean isSubtype(String name, String ancestor) {
        return ancestry(name).stream().anyMatch(each -> each.name.equals(ancestor));
    }

    private static Optional<ClassNode> readFromClassPath(String name) {
        try (InputStream file = ClassFiles.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return file == null ? Optional.empty() : Optional.of(read(file.readAllBytes(), ClassReader.SKIP_CODE));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static List<ClassNode> readAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(ClassFiles::readFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no classes in " + folder, e);
        }
    }

    private static ClassNode readFile(Path file) {
        try {
            return read(Files.readAllBytes(file), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static ClassNode read(byte[] bytes, int options) {
        ClassNode type = new ClassNode();
        new ClassReader(bytes).accept(type, options);
        return type;
    }
}
