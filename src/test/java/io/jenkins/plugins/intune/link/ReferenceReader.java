package io.jenkins.plugins.intune.link;

import io.jenkins.plugins.intune.link.Reference.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Lists everything that one class asks of others, in its code, its declarations, its generics and its annotations. */
final class ReferenceReader {

    private final ClassNode type;
    private final Set<Reference> found = new LinkedHashSet<>();

    private ReferenceReader(ClassNode type) {
        this.type = type;
    }

    static Set<Reference> read(ClassNode type) {
        ReferenceReader reader = new ReferenceReader(type);
        reader.mentionedTypes();
        reader.annotations();
        for (MethodNode method : type.methods) {
            method.instructions.forEach(reader::instruction);
        }
        return reader.found;
    }

    /** A remapper is shown every name of a type, wherever it stands; this one only listens. */
    private void mentionedTypes() {
        Remapper listener = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                found.add(Reference.toType(type.name, Kind.TYPE, name));
                return name;
            }
        };
        type.accept(new ClassRemapper(new ClassNode(), listener));
    }

    private void annotations() {
        Annotations.of(type).forEach(annotation -> {
            found.add(Reference.toType(type.name, Kind.ANNOTATION, annotation.type()));
            for (String element : annotation.elements()) {
                found.add(new Reference(type.name, Kind.ELEMENT, annotation.type(), element, null, false, true));
            }
            annotation
                    .constants()
                    .forEach(constant -> found.add(new Reference(
                            type.name,
                            Kind.READ,
                            constant.type(),
                            constant.name(),
                            "L" + constant.type() + ";",
                            true,
                            false)));
        });
    }

    private void instruction(AbstractInsnNode instruction) {
        if (instruction instanceof TypeInsnNode made && made.getOpcode() == Opcodes.NEW) {
            found.add(Reference.toType(type.name, Kind.INSTANCE, made.desc));
        } else if (instruction instanceof FieldInsnNode field) {
            boolean isStatic = field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC;
            boolean reads = field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.GETFIELD;
            member(reads ? Kind.READ : Kind.WRITE, field.owner, field.name, field.desc, isStatic, false);
        } else if (instruction instanceof MethodInsnNode call) {
            boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
            member(kindOf(call.name), call.owner, call.name, call.desc, isStatic, call.itf);
        } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            handle(dynamic.bsm);
            List.of(dynamic.bsmArgs).forEach(this::constant);
        } else if (instruction instanceof LdcInsnNode load) {
            constant(load.cst);
        }
    }

    private void constant(Object value) {
        if (value instanceof Handle handle) {
            handle(handle);
        } else if (value instanceof ConstantDynamic dynamic) {
            handle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private void handle(Handle handle) {
        Kind kind =
                switch (handle.getTag()) {
                    case Opcodes.H_GETFIELD, Opcodes.H_GETSTATIC -> Kind.READ;
                    case Opcodes.H_PUTFIELD, Opcodes.H_PUTSTATIC -> Kind.WRITE;
                    default -> kindOf(handle.getName());
                };
        boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC
                || handle.getTag() == Opcodes.H_GETSTATIC
                || handle.getTag() == Opcodes.H_PUTSTATIC;
        member(kind, handle.getOwner(), handle.getName(), handle.getDesc(), isStatic, handle.isInterface());
    }

    private static Kind kindOf(String method) {
        return method.equals("<init>") ? Kind.CONSTRUCTOR : Kind.CALL;
    }

    private void member(
            Kind kind, String owner, String name, String descriptor, boolean isStatic, boolean ofInterface) {
        // An array's methods are those of Object.
        if (!owner.startsWith("[")) {
            found.add(new Reference(type.name, kind, owner, name, descriptor, isStatic, ofInterface));
        }
    }
}
