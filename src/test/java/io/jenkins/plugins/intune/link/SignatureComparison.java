package io.jenkins.plugins.intune.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Holds hand-written signatures against the classes that they stand for. A signature may leave things out: members, and
 * supertypes as a whole. What it has must be there in the original, exactly so: a wrong return type, a forgotten {@code
 * throws} or a looser type parameter would compile here and break there.
 */
final class SignatureComparison {

    private static final int VISIBLE = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
    private static final int OF_CLASS = VISIBLE
            | Opcodes.ACC_ABSTRACT
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_INTERFACE
            | Opcodes.ACC_ANNOTATION
            | Opcodes.ACC_ENUM
            | Opcodes.ACC_RECORD;
    private static final int OF_FIELD = VISIBLE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_ENUM;
    private static final int OF_METHOD = VISIBLE
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_ABSTRACT
            | Opcodes.ACC_VARARGS
            | Opcodes.ACC_BRIDGE;
    /** The compiler decides these by the constants' bodies, and nobody can extend an enum. */
    private static final int NOT_OF_ENUM = Opcodes.ACC_ABSTRACT | Opcodes.ACC_FINAL;

    private final ClassFiles signatures;
    private final ClassFiles originals;
    private final List<String> problems = new ArrayList<>();

    private SignatureComparison(ClassFiles signatures, ClassFiles originals) {
        this.signatures = signatures;
        this.originals = originals;
    }

    /** What is wrong with the signatures, in lines for people. */
    static List<String> problems(ClassFiles signatures, ClassFiles originals) {
        SignatureComparison comparison = new SignatureComparison(signatures, originals);
        signatures.own().stream().filter(comparison::isVisible).forEach(comparison::compare);
        return comparison.problems;
    }

    /** The plugin cannot see the other classes, so they can neither help nor harm it. */
    private boolean isVisible(ClassNode type) {
        if (type.outerMethod != null || (access(type) & VISIBLE) == 0) {
            return false;
        }
        Optional<InnerClassNode> nested = nested(type);
        return nested.isEmpty()
                || nested.get().outerName != null
                        && isVisible(signatures.find(nested.get().outerName).orElseThrow());
    }

    private void compare(ClassNode signature) {
        Optional<ClassNode> found = originals.find(signature.name);
        if (found.isEmpty()) {
            problems.add(Names.of(signature) + ": Jenkins has no such class");
            return;
        }
        ClassNode original = found.get();
        boolean isEnum = (signature.access & original.access & Opcodes.ACC_ENUM) != 0;
        int mask = isEnum ? OF_CLASS & ~NOT_OF_ENUM : OF_CLASS;
        same(signature, "kind, visibility or modifiers", access(signature) & mask, access(original) & mask);
        supertypes(signature, original);
        signature.fields.forEach(field -> field(signature, field, original));
        signature.methods.forEach(method -> method(signature, method, original));
        if ((signature.access & Opcodes.ACC_ANNOTATION) != 0) {
            same(signature, "meta-annotations", MetaAnnotations.of(signature), MetaAnnotations.of(original));
        }
    }

    private void supertypes(ClassNode signature, ClassNode original) {
        Generics ours = Generics.of(signature);
        Generics theirs = Generics.of(original);
        same(signature, "type parameters", ours.parameters(), theirs.parameters());
        for (String supertype : ours.supertypes()) {
            if (!supertype.equals("Ljava/lang/Object;") && !theirs.supertypes().contains(supertype)) {
                problems.add(Names.of(signature) + ": the original does not extend or implement " + supertype
                        + " directly, but " + theirs.supertypes());
            }
        }
    }

    private void field(ClassNode signature, FieldNode field, ClassNode original) {
        if ((field.access & VISIBLE) == 0) {
            return;
        }
        String what = Names.of(signature) + "." + field.name;
        original.fields.stream()
                .filter(each -> each.name.equals(field.name) && each.desc.equals(field.desc))
                .findAny()
                .ifPresentOrElse(
                        each -> {
                            same(what, "visibility or modifiers", field.access & OF_FIELD, each.access & OF_FIELD);
                            same(what, "generic type", field.signature, each.signature);
                        },
                        () -> problems.add(what + ": the original has no such field of this type"));
        if (field.value != null) {
            problems.add(what + ": is a constant, which the compiler would copy into the plugin; make it null");
        }
    }

    private void method(ClassNode signature, MethodNode method, ClassNode original) {
        if ((method.access & VISIBLE) == 0) {
            return;
        }
        String what = Names.of(signature) + "." + Names.of(method);
        original.methods.stream()
                .filter(each -> each.name.equals(method.name) && each.desc.equals(method.desc))
                .findAny()
                .ifPresentOrElse(
                        each -> {
                            same(what, "visibility or modifiers", method.access & OF_METHOD, each.access & OF_METHOD);
                            same(what, "generic types", method.signature, each.signature);
                            same(what, "exceptions", names(method.exceptions), names(each.exceptions));
                            same(what, "default", method.annotationDefault != null, each.annotationDefault != null);
                        },
                        () -> problems.add(what + ": the original itself declares no such method with these types"));
    }

    private static Set<String> names(List<String> exceptions) {
        return new TreeSet<>(exceptions);
    }

    private void same(ClassNode signature, String what, Object ours, Object theirs) {
        same(Names.of(signature), what, ours, theirs);
    }

    private void same(String where, String what, Object ours, Object theirs) {
        if (!String.valueOf(ours).equals(String.valueOf(theirs))) {
            String template =
                    ours instanceof Integer ? "%s: %s: 0x%x, in the original 0x%x" : "%s: %s: %s, in the original %s";
            problems.add(String.format(template, where, what, ours, theirs));
        }
    }

    /** A nested class's real flags stand with its name, not with itself. */
    private static int access(ClassNode type) {
        return nested(type).map(entry -> entry.access).orElse(type.access);
    }

    private static Optional<InnerClassNode> nested(ClassNode type) {
        return type.innerClasses.stream()
                .filter(entry -> entry.name.equals(type.name))
                .findAny();
    }
}
