package io.jenkins.plugins.intune.link;

import io.jenkins.plugins.intune.link.Reference.Kind;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Resolves references as the Java machine does at run time, and says what is wrong with those that would not link. */
final class Linker {

    /** Their methods take any arguments: the compiler makes the descriptor up. */
    private static final Set<String> ANY_ARGUMENTS =
            Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    /**
     * A field or method where it is declared.
     *
     * @param declarer the class that declares it
     * @param access its flags
     */
    record Member(ClassNode declarer, int access) {
        boolean is(int flag) {
            return (access & flag) != 0;
        }
    }

    private final ClassFiles classes;

    Linker(ClassFiles classes) {
        this.classes = classes;
    }

    /** What is wrong with a reference, or nothing. */
    Optional<String> problem(Reference reference) {
        Optional<ClassNode> owner = classes.find(reference.owner());
        if (owner.isEmpty()) {
            return Optional.of("there is no such class");
        }
        int access = owner.get().access;
        if (!visible(reference.user(), owner.get(), access)) {
            return Optional.of("the class is not visible");
        }
        return switch (reference.kind()) {
            case TYPE -> Optional.empty();
            case INSTANCE -> when((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) != 0, "it is abstract");
            case ANNOTATION -> when((access & Opcodes.ACC_ANNOTATION) == 0, "it is no annotation");
            case ELEMENT ->
                when(
                        owner.get().methods.stream().noneMatch(each -> each.name.equals(reference.name())),
                        "there is no such element");
            default ->
                ANY_ARGUMENTS.contains(reference.owner())
                        ? Optional.empty()
                        : problemOfMember(reference, (access & Opcodes.ACC_INTERFACE) != 0);
        };
    }

    private Optional<String> problemOfMember(Reference reference, boolean ownerIsInterface) {
        Optional<Member> declared = declaration(reference);
        if (declared.isEmpty()) {
            return Optional.of("there is no such member, or not with these types");
        }
        Member member = declared.get();
        if (!reachable(reference.user(), member)) {
            return Optional.of("it is not visible");
        }
        if (member.is(Opcodes.ACC_STATIC) != reference.isStatic()) {
            return Optional.of(reference.isStatic() ? "it is not static" : "it is static");
        }
        if (reference.isMethod() && reference.kind() != Kind.OVERRIDE && ownerIsInterface != reference.ofInterface()) {
            return Optional.of(ownerIsInterface ? "its class is an interface" : "its class is not an interface");
        }
        boolean foreign = !member.declarer().name.equals(reference.user());
        return when(reference.kind() == Kind.WRITE && foreign && member.is(Opcodes.ACC_FINAL), "it is final");
    }

    /** Where a member is found: in its owner, else in what the owner extends or implements. */
    Optional<Member> declaration(Reference reference) {
        for (ClassNode type : classes.ancestry(reference.owner())) {
            Optional<Member> found = reference.isField() ? field(type, reference) : method(type, reference);
            // A constructor is not inherited.
            if (found.isPresent() || reference.kind() == Kind.CONSTRUCTOR) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Member> field(ClassNode type, Reference reference) {
        for (FieldNode field : type.fields) {
            if (field.name.equals(reference.name()) && field.desc.equals(reference.descriptor())) {
                return Optional.of(new Member(type, field.access));
            }
        }
        return Optional.empty();
    }

    private static Optional<Member> method(ClassNode type, Reference reference) {
        for (MethodNode method : type.methods) {
            if (method.name.equals(reference.name()) && method.desc.equals(reference.descriptor())) {
                return Optional.of(new Member(type, method.access));
            }
        }
        return Optional.empty();
    }

    private boolean visible(String user, ClassNode type, int access) {
        return (access & Opcodes.ACC_PUBLIC) != 0 || samePackage(user, type.name);
    }

    private boolean reachable(String user, Member member) {
        String declarer = member.declarer().name;
        if (member.is(Opcodes.ACC_PUBLIC)) {
            return true;
        }
        if (member.is(Opcodes.ACC_PRIVATE)) {
            return outermost(user).equals(outermost(declarer));
        }
        return samePackage(user, declarer) || member.is(Opcodes.ACC_PROTECTED) && classes.isSubtype(user, declarer);
    }

    static boolean samePackage(String one, String other) {
        return packageOf(one).equals(packageOf(other));
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String outermost(String name) {
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static Optional<String> when(boolean wrong, String problem) {
        return wrong ? Optional.of(problem) : Optional.empty();
    }
}
