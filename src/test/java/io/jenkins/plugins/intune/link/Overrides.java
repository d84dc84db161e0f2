package io.jenkins.plugins.intune.link;

import io.jenkins.plugins.intune.link.Reference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Holds the methods that a class overrides, or should implement, against the classes it comes from. Byte code does not
 * mention these, so no reference shows them.
 */
final class Overrides {

    private static final int NOT_INHERITED = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;

    private final ClassFiles classes;

    Overrides(ClassFiles classes) {
        this.classes = classes;
    }

    /** What a class overrides, as references to every method that it overrides. */
    List<Reference> of(ClassNode type) {
        List<Reference> found = new ArrayList<>();
        for (MethodNode method : overriding(type)) {
            for (ClassNode ancestor : ancestors(type)) {
                inheritable(type, ancestor)
                        .filter(each -> each.name.equals(method.name) && each.desc.equals(method.desc))
                        .forEach(each -> found.add(new Reference(
                                type.name, Kind.OVERRIDE, ancestor.name, each.name, each.desc, false, false)));
            }
        }
        return found;
    }

    /** What is wrong with a class's place in its family. */
    List<String> problems(ClassNode type) {
        List<String> problems = new ArrayList<>();
        family(type, problems);
        for (MethodNode method : type.methods) {
            if ((method.access & Opcodes.ACC_PRIVATE) == 0 && !method.name.startsWith("<")) {
                ancestors(type)
                        .forEach(ancestor -> inheritable(type, ancestor)
                                .filter(inherited -> inherited.name.equals(method.name))
                                .forEach(inherited ->
                                        clash(type, method, ancestor, inherited).ifPresent(problems::add)));
            }
        }
        if ((type.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0) {
            unimplemented(type)
                    .forEach(method -> problems.add(Names.of(type) + " does not implement " + Names.of(method)));
        }
        return problems;
    }

    private void family(ClassNode type, List<String> problems) {
        classes.find(type.superName).ifPresent(parent -> {
            if ((parent.access & (Opcodes.ACC_FINAL | Opcodes.ACC_INTERFACE)) != 0) {
                problems.add(Names.of(type) + " extends " + Names.of(parent) + ", which is final or an interface");
            }
        });
        for (String name : type.interfaces) {
            classes.find(name).ifPresent(parent -> {
                if ((parent.access & Opcodes.ACC_INTERFACE) == 0) {
                    problems.add(Names.of(type) + " implements " + Names.of(parent) + ", which is no interface");
                }
            });
        }
    }

    private Optional<String> clash(ClassNode type, MethodNode method, ClassNode ancestor, MethodNode inherited) {
        String what = Names.of(type) + "." + method.name + " overrides that of " + Names.of(ancestor);
        boolean same = method.desc.equals(inherited.desc);
        if (!same && !sameParameters(method, inherited)) {
            return Optional.empty();
        }
        if (same && (method.access & Opcodes.ACC_STATIC) != 0) {
            return Optional.of(what + ", and only one of them is static");
        }
        if ((method.access & Opcodes.ACC_STATIC) != 0) {
            return Optional.empty();
        }
        if ((inherited.access & Opcodes.ACC_FINAL) != 0) {
            return Optional.of(what + ", which is final");
        }
        if (same && weight(method.access) < weight(inherited.access)) {
            return Optional.of(what + ", which is more visible");
        }
        if (!same && !bridged(type, inherited)) {
            return Optional.of(what + " without a bridge for " + Names.of(inherited));
        }
        return Optional.empty();
    }

    /** Whether a call of the method that another return type hides is led on, here or further up. */
    private boolean bridged(ClassNode type, MethodNode hidden) {
        return classes.ancestry(type.name).stream()
                .flatMap(each -> declares(each, hidden).stream())
                .anyMatch(each -> (each.access & Opcodes.ACC_BRIDGE) != 0);
    }

    /** The abstract methods that a class inherits and nobody implements. */
    List<MethodNode> unimplemented(ClassNode type) {
        List<ClassNode> ancestry = classes.ancestry(type.name);
        List<MethodNode> missing = new ArrayList<>();
        for (ClassNode ancestor : ancestry) {
            for (MethodNode method : ancestor.methods) {
                boolean isAbstract = (method.access & Opcodes.ACC_ABSTRACT) != 0;
                if (isAbstract && ancestry.stream().noneMatch(each -> implementsIt(each, method))) {
                    missing.add(method);
                }
            }
        }
        return missing;
    }

    private static boolean implementsIt(ClassNode type, MethodNode method) {
        return declares(type, method)
                .filter(each -> (each.access & (Opcodes.ACC_ABSTRACT | NOT_INHERITED)) == 0)
                .isPresent();
    }

    private static List<MethodNode> overriding(ClassNode type) {
        Predicate<MethodNode> inheritedKind =
                method -> (method.access & NOT_INHERITED) == 0 && !method.name.startsWith("<");
        return type.methods.stream().filter(inheritedKind).toList();
    }

    private List<ClassNode> ancestors(ClassNode type) {
        return classes.ancestry(type.name).stream().skip(1).toList();
    }

    private static Stream<MethodNode> inheritable(ClassNode type, ClassNode ancestor) {
        return overriding(ancestor).stream()
                .filter(method -> (method.access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
                        || Linker.samePackage(type.name, ancestor.name));
    }

    private static Optional<MethodNode> declares(ClassNode type, MethodNode method) {
        return type.methods.stream()
                .filter(each -> each.name.equals(method.name) && each.desc.equals(method.desc))
                .findAny();
    }

    private static boolean sameParameters(MethodNode one, MethodNode other) {
        return List.of(Type.getArgumentTypes(one.desc)).equals(List.of(Type.getArgumentTypes(other.desc)));
    }

    private static int weight(int access) {
        if ((access & Opcodes.ACC_PUBLIC) != 0) {
            return 2;
        }
        return (access & Opcodes.ACC_PROTECTED) != 0 ? 1 : 0;
    }
}
