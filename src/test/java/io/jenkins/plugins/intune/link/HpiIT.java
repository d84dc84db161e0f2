package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Looks into the packaged plugin. What is wrong there, Jenkins does not say: without an index or a dependency it shows the
 * plugin as active and leaves its extensions out.
 */
class HpiIT {

    /** The three libraries have 0.8 MB of it. The canonical lane's has 17 kB more than the Central lane's. */
    private static final long MOST_BYTES = 2_050_000;

    private static Hpi hpi;

    @BeforeAll
    static void read() {
        hpi = Hpi.read(Checkout.hpi());
    }

    @Test
    void isSmall() throws Exception {
        assertTrue(Files.size(Checkout.hpi()) < MOST_BYTES, () -> "too big: " + Checkout.hpi());
    }

    @Test
    void bundlesThreeLibrariesAndItself() {
        List<String> names = hpi.libraries().keySet().stream()
                .map(name -> name.equals(hpi.ownJar()) ? "itself" : name.replaceAll("-[0-9.]+\\.jar$", ""))
                .toList();
        assertEquals(List.of("azure-json", "fastcsv", "itself", "msal4j"), names);
    }

    @Test
    void holdsOnlyItsOwnClasses() {
        List<String> foreign = hpi.classes().keySet().stream()
                .filter(name -> !name.startsWith("io/jenkins/plugins/intune/"))
                .toList();
        assertEquals(List.of(), foreign, "signatures or other foreign classes in the plugin's jar");
        assertTrue(hpi.names().stream().noneMatch(name -> name.startsWith("WEB-INF/classes/")));
        assertTrue(hpi.plugin().containsKey("index.jelly"), "the plugin's description is missing");
    }

    @Test
    void indexNamesEveryExtension() {
        SortedSet<String> annotated = new TreeSet<>();
        for (ClassNode type : hpi.classes().values()) {
            String name = type.name.replace('/', '.');
            if (isExtension(type.visibleAnnotations)) {
                annotated.add(name);
            }
            for (FieldNode field : type.fields) {
                if (isExtension(field.visibleAnnotations)) {
                    annotated.add(name + "#" + field.name);
                }
            }
            for (MethodNode method : type.methods) {
                if (isExtension(method.visibleAnnotations)) {
                    annotated.add(name + "#" + method.name);
                }
            }
        }
        assertTrue(!annotated.isEmpty(), "no class is marked as an extension");
        assertEquals(annotated, hpi.extensions());
    }

    @Test
    void indexNamesEverySymbol() {
        SortedSet<String> annotated = hpi.classes().values().stream()
                .filter(type -> has(type.visibleAnnotations, "org/jenkinsci/Symbol"))
                .map(type -> type.name.replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(!annotated.isEmpty(), "no class has a symbol");
        assertEquals(annotated, hpi.indexed("org.jenkinsci.Symbol"));
    }

    @Test
    void indexNamesEveryInitializerAndTerminator() {
        for (String annotation : List.of("hudson.init.Initializer", "hudson.init.Terminator")) {
            SortedSet<String> annotated = hpi.classes().values().stream()
                    .filter(type -> type.methods.stream()
                            .anyMatch(method -> has(method.visibleAnnotations, annotation.replace('.', '/'))))
                    .map(type -> type.name.replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(annotated, hpi.indexed(annotation), annotation);
        }
    }

    @Test
    void manifestSaysWhatJenkinsAsksFor() {
        Set<String> missing = new TreeSet<>(List.of(
                "Group-Id",
                "Hudson-Version",
                "Jenkins-Version",
                "Long-Name",
                "Plugin-License-Name",
                "Plugin-ScmUrl",
                "Plugin-Version",
                "Short-Name"));
        missing.removeIf(name -> hpi.manifest().getValue(name) != null);
        assertEquals(Set.of(), missing);
        assertEquals("intune-remote-assistance", hpi.manifest().getValue("Short-Name"));
    }

    @Test
    void dependsOnEveryPluginThatItAsksForSomething() {
        SortedSet<String> asked = new TreeSet<>(
                ReferenceRecord.read(Checkout.references()).references().values());
        asked.remove(ReferenceRecord.CORE);
        asked.addAll(List.of("apache-httpcomponents-client-5-api", "bouncycastle-api"));
        assertEquals(asked, new TreeSet<>(hpi.dependencies().keySet()));
    }

    private static boolean isExtension(List<AnnotationNode> annotations) {
        return Hpi.EXTENSIONS.stream().anyMatch(type -> has(annotations, type));
    }

    private static boolean has(List<AnnotationNode> annotations, String type) {
        return annotations != null && annotations.stream().anyMatch(each -> each.desc.equals("L" + type + ";"));
    }
}
