package io.jenkins.plugins.intune.link;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Byte code's names as people write them. */
final class Names {

    private Names() {}

    static String of(ClassNode type) {
        return of(type.name);
    }

    static String of(String internalName) {
        return Type.getObjectType(internalName).getClassName();
    }

    /** A method's name and types. */
    static String of(MethodNode method) {
        return method.name + parameters(method.desc) + ": " + returned(method.desc);
    }

    static String parameters(String descriptor) {
        return Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(Type::getClassName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String returned(String descriptor) {
        return Type.getReturnType(descriptor).getClassName();
    }
}
