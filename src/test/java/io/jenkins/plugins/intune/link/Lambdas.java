package io.jenkins.plugins.intune.link;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Looks for lambdas of interfaces that have more than the one abstract method: an interface of the signatures that leaves
 * a method out would make the compiler take one, and the missing method would only be noticed when it is called.
 */
final class Lambdas {

    private final ClassFiles classes;
    private final Overrides overrides;

    Lambdas(ClassFiles classes) {
        this.classes = classes;
        this.overrides = new Overrides(classes);
    }

    List<String> problems(ClassNode type) {
        List<String> problems = new ArrayList<>();
        for (MethodNode method : type.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof InvokeDynamicInsnNode dynamic
                        && dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                    check(type, dynamic, problems);
                }
            }
        }
        return problems;
    }

    private void check(ClassNode type, InvokeDynamicInsnNode lambda, List<String> problems) {
        String name = Type.getReturnType(lambda.desc).getInternalName();
        classes.find(name)
                .ifPresent(interfaceType -> overrides.unimplemented(interfaceType).stream()
                        .filter(method -> !method.name.equals(lambda.name))
                        .forEach(method -> problems.add(Names.of(type) + " has a lambda for " + Names.of(interfaceType)
                                + " that does not implement " + Names.of(method))));
    }
}
