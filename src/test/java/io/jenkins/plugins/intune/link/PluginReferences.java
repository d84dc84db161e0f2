package io.jenkins.plugins.intune.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.tree.ClassNode;

/**
 * What the plugin asks of Jenkins and of other plugins, and nothing about the JDK or about {@linkplain Libraries libraries
 * that Maven Central has}.
 */
final class PluginReferences {

    private final ClassFiles classes;
    private final Linker linker;
    private final Overrides overrides;

    private PluginReferences(ClassFiles classes) {
        this.classes = classes;
        this.linker = new Linker(classes);
        this.overrides = new Overrides(classes);
    }

    /** The references' {@linkplain Reference#text() texts}, each with the classes that ask. */
    static Map<String, SortedSet<String>> of(ClassFiles classes) {
        return new PluginReferences(classes).collect();
    }

    private Map<String, SortedSet<String>> collect() {
        Map<String, SortedSet<String>> found = new TreeMap<>();
        for (ClassNode type : classes.own()) {
            for (Reference reference : ofJenkins(type)) {
                found.computeIfAbsent(reference.text(), text -> new TreeSet<>()).add(Names.of(type));
            }
        }
        return found;
    }

    private List<Reference> ofJenkins(ClassNode type) {
        List<Reference> found = new ArrayList<>();
        Stream.concat(ReferenceReader.read(type).stream(), overrides.of(type).stream())
                .forEach(each -> whereDeclared(each).ifPresent(found::add));
        return found;
    }

    /** A member that the plugin's own class inherits is asked of the class that it comes from. */
    private Optional<Reference> whereDeclared(Reference reference) {
        boolean isMember = reference.isField() || reference.isMethod();
        String declarer = isMember
                ? linker.declaration(reference)
                        .map(member -> member.declarer().name)
                        .orElse(reference.owner())
                : reference.owner();
        if (classes.isOwn(declarer) || Libraries.contain(declarer)) {
            return Optional.empty();
        }
        return Optional.of(classes.isOwn(reference.owner()) ? reference.at(declarer) : reference);
    }
}
