package io.jenkins.plugins.intune.link;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a class looks like from outside, bridges included: what has to be the same whether it was compiled against the
 * signatures or against the real Jenkins.
 */
final class ClassShape {

    private ClassShape() {}

    /** How the classes of two compilations differ, in lines for people. */
    static List<String> differences(Map<String, ClassNode> canonical, Map<String, ClassNode> central) {
        SortedMap<String, String> differences = new TreeMap<>();
        canonical.forEach((name, type) -> {
            ClassNode other = central.get(name);
            if (other == null) {
                differences.put(name, Names.of(name) + " is missing in the Central lane");
            } else if (!of(type).equals(of(other))) {
                differences.put(name, Names.of(name) + ": " + difference(of(type), of(other)));
            }
        });
        central.keySet().stream()
                .filter(name -> !canonical.containsKey(name))
                .forEach(name -> differences.put(name, Names.of(name) + " is in the Central lane only"));
        return List.copyOf(differences.values());
    }

    private static String difference(SortedSet<String> canonical, SortedSet<String> central) {
        SortedSet<String> missing = new TreeSet<>(canonical);
        missing.removeAll(central);
        SortedSet<String> added = new TreeSet<>(central);
        added.removeAll(canonical);
        return "the canonical lane alone has " + missing + ", the Central lane alone has " + added;
    }

    private static SortedSet<String> of(ClassNode type) {
        SortedSet<String> lines = new TreeSet<>();
        lines.add("flags " + type.access + " extends " + type.superName + " implements " + type.interfaces
                + generics(type.signature));
        for (FieldNode field : type.fields) {
            lines.add("field " + field.access + " " + field.name + " " + field.desc + generics(field.signature));
        }
        for (MethodNode method : type.methods) {
            // The compiler numbers the bodies of lambdas; what they ask for is looked at elsewhere.
            if ((method.access & Opcodes.ACC_SYNTHETIC) == 0 || (method.access & Opcodes.ACC_BRIDGE) != 0) {
                lines.add("method " + method.access + " " + method.name + method.desc + method.exceptions
                        + generics(method.signature));
            }
        }
        Annotations.of(type).forEach(use -> lines.add("annotation " + use));
        return lines;
    }

    private static String generics(String signature) {
        return signature == null ? "" : " " + signature;
    }
}
