package io.jenkins.plugins.intune.link;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;

/** The annotations in a class, wherever they stand: on itself, its members and parameters, and inside each other. */
final class Annotations {

    /**
     * An annotation as it is used somewhere.
     *
     * @param type the annotation's type
     * @param elements the elements that are given a value
     * @param constants the constants of enums among the values
     */
    record Use(String type, List<String> elements, List<Constant> constants) {}

    /** A constant of an enum. */
    record Constant(String type, String name) {}

    @SuppressWarnings("unchecked")
    private static final List<AnnotationNode>[] NONE = new List[0];

    private final List<Use> uses = new ArrayList<>();

    private Annotations() {}

    static List<Use> of(ClassNode type) {
        Annotations found = new Annotations();
        found.addAll(type.visibleAnnotations, type.invisibleAnnotations);
        found.addAll(type.visibleTypeAnnotations, type.invisibleTypeAnnotations);
        for (FieldNode field : type.fields) {
            found.addAll(field.visibleAnnotations, field.invisibleAnnotations);
            found.addAll(field.visibleTypeAnnotations, field.invisibleTypeAnnotations);
        }
        for (RecordComponentNode component : components(type)) {
            found.addAll(component.visibleAnnotations, component.invisibleAnnotations);
            found.addAll(component.visibleTypeAnnotations, component.invisibleTypeAnnotations);
        }
        for (MethodNode method : type.methods) {
            found.addAll(method.visibleAnnotations, method.invisibleAnnotations);
            found.addAll(method.visibleTypeAnnotations, method.invisibleTypeAnnotations);
            found.addAll(parameters(method.visibleParameterAnnotations));
            found.addAll(parameters(method.invisibleParameterAnnotations));
            found.value(new ArrayList<>(), method.annotationDefault);
        }
        return found.uses;
    }

    /** Those directly on a class, whether kept for the running program or not. */
    static List<AnnotationNode> on(ClassNode type) {
        return Stream.of(type.visibleAnnotations, type.invisibleAnnotations)
                .flatMap(each -> each == null ? Stream.empty() : each.stream())
                .toList();
    }

    private static List<RecordComponentNode> components(ClassNode type) {
        return type.recordComponents == null ? List.of() : type.recordComponents;
    }

    private static List<AnnotationNode>[] parameters(List<AnnotationNode>[] annotations) {
        return annotations == null ? NONE : annotations;
    }

    @SafeVarargs
    private void addAll(List<? extends AnnotationNode>... lists) {
        for (List<? extends AnnotationNode> list : lists) {
            if (list != null) {
                list.forEach(this::add);
            }
        }
    }

    private void add(AnnotationNode annotation) {
        List<String> elements = new ArrayList<>();
        List<Constant> constants = new ArrayList<>();
        uses.add(new Use(Type.getType(annotation.desc).getInternalName(), elements, constants));
        // ASM keeps names and values in turn.
        for (int i = 0; annotation.values != null && i < annotation.values.size(); i += 2) {
            elements.add((String) annotation.values.get(i));
            value(constants, annotation.values.get(i + 1));
        }
    }

    private void value(List<Constant> constants, Object value) {
        if (value instanceof AnnotationNode inner) {
            add(inner);
        } else if (value instanceof String[] constant) {
            constants.add(new Constant(Type.getType(constant[0]).getInternalName(), constant[1]));
        } else if (value instanceof List<?> list) {
            list.forEach(each -> value(constants, each));
        }
    }
}
