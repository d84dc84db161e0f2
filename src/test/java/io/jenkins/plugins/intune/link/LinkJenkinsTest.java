package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.tree.ClassNode;

/**
 * Holds the plugin, the signatures and the record of references against the real Jenkins, which is on the class path here.
 * The plugin is looked at twice: as this lane compiled it, and as the Central lane would, against the signatures.
 */
class LinkJenkinsTest {

    private static ClassFiles signatures;
    private static ClassFiles canonical;
    private static ClassFiles central;

    @BeforeAll
    static void compileAgainstSignatures(@TempDir Path folder) throws Exception {
        Path api = Files.createDirectory(folder.resolve("api"));
        Path plugin = Files.createDirectory(folder.resolve("plugin"));
        signatures = ClassFiles.of(
                JavaCompilation.compile(List.of(Checkout.signatures()), api, JavaCompilation.classPath()));
        canonical = ClassFiles.of(Checkout.classes());
        List<Path> sources = List.of(Checkout.sources(), Checkout.generatedSources());
        central = ClassFiles.of(JavaCompilation.compile(sources, plugin, JavaCompilation.classPath(api)));
    }

    @Test
    void signaturesAreThoseOfJenkins() {
        assertNone(
                "central/jenkins-api differs from Jenkins",
                SignatureComparison.problems(signatures, ClassFiles.ofClassPath()));
    }

    @Test
    void pluginLinksAsThisLaneCompilesIt() {
        assertNone("Jenkins could not link the plugin", LinkProblems.of(canonical));
    }

    @Test
    void pluginLinksAsTheCentralLaneCompilesIt() {
        assertNone("Jenkins could not link what the Central lane makes", LinkProblems.of(central));
    }

    @Test
    void bothLanesMakeTheSameClasses() {
        assertNone("the lanes make different classes", ClassShape.differences(byName(canonical), byName(central)));
    }

    @Test
    void recordIsComplete() {
        ReferenceRecord found = new ReferenceRecord(references());
        if (System.getProperty("link.record", "").equals("write")) {
            found.write(Checkout.references());
        }
        assertEquals(
                found.lines().collect(Collectors.joining("\n")),
                ReferenceRecord.read(Checkout.references()).lines().collect(Collectors.joining("\n")),
                "central/references.txt is out of date. Everything the plugin asks for exists, so renew it with\n  "
                        + ReferenceRecord.COMMAND + "\nand commit it.\n");
    }

    /** In both compilations, because a constant of Jenkins is copied in one and read in the other. */
    private static SortedMap<String, String> references() {
        JenkinsModules modules = new JenkinsModules();
        SortedMap<String, String> found = new TreeMap<>();
        Stream.of(canonical, central)
                .map(PluginReferences::of)
                .forEach(references -> references.keySet().forEach(text -> found.put(text, modules.of(ownerOf(text)))));
        return found;
    }

    private static String ownerOf(String reference) {
        return reference.split(" ")[0].replace('.', '/');
    }

    private static Map<String, ClassNode> byName(ClassFiles classes) {
        return classes.own().stream().collect(Collectors.toMap(type -> type.name, Function.identity()));
    }

    private static void assertNone(String message, List<String> problems) {
        assertTrue(problems.isEmpty(), () -> message + ":\n" + String.join("\n", problems));
    }
}
