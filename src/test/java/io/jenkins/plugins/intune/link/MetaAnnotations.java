package io.jenkins.plugins.intune.link;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;

/**
 * Those annotations of an annotation that decide what the compiler and the indexers make of its uses. Without the last
 * two, Jenkins would find neither extensions nor symbols, and would say nothing about it.
 */
final class MetaAnnotations {

    private static final Set<String> THAT_MATTER = Set.of(
            "Ljava/lang/annotation/Retention;",
            "Ljava/lang/annotation/Target;",
            "Ljava/lang/annotation/Inherited;",
            "Ljava/lang/annotation/Repeatable;",
            "Lnet/java/sezpoz/Indexable;",
            "Lorg/jvnet/hudson/annotation_indexer/Indexed;");

    private MetaAnnotations() {}

    static SortedSet<String> of(ClassNode type) {
        return Annotations.on(type).stream()
                .filter(each -> THAT_MATTER.contains(each.desc))
                .map(MetaAnnotations::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(AnnotationNode annotation) {
        return annotation.desc + (annotation.values == null ? "" : value(annotation.values));
    }

    private static String value(Object value) {
        if (value instanceof String[] constant) {
            return constant[1];
        }
        if (value instanceof List<?> list) {
            return list.stream().map(MetaAnnotations::value).sorted().toList().toString();
        }
        return String.valueOf(value);
    }
}
