package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds what both lanes package against each other. Runs in the canonical lane, where {@code bin/test canonical} has made
 * both from the same sources with the same JDK.
 */
class LanesIT {

    private static Hpi canonical;
    private static Hpi central;

    @BeforeAll
    static void read() {
        assumeTrue(
                Files.exists(Checkout.canonicalHpi()) && Files.exists(Checkout.centralHpi()),
                "only one lane has packaged the plugin; bin/test canonical makes both");
        canonical = Hpi.read(Checkout.canonicalHpi());
        central = Hpi.read(Checkout.centralHpi());
    }

    @Test
    void sameClasses() {
        List<String> differences = ClassShape.differences(canonical.classes(), central.classes());
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    @Test
    void sameResources() {
        assertEquals(resources(canonical), resources(central));
    }

    @Test
    void sameIndexes() {
        assertEquals(canonical.extensions(), central.extensions());
        for (String annotation : List.of("org.jenkinsci.Symbol", "hudson.init.Initializer", "hudson.init.Terminator")) {
            assertEquals(canonical.indexed(annotation), central.indexed(annotation), annotation);
        }
    }

    @Test
    void sameLibraries() {
        assertEquals(hashes(canonical), hashes(central));
    }

    @Test
    void samePluginDependencies() {
        assertEquals(
                canonical.dependencies(),
                central.dependencies(),
                "the versions in central/pom.xml are those of the root's BOM; when that changes, they follow");
    }

    @Test
    void sameManifest() {
        for (String name : List.of(
                "Artifact-Id",
                "Group-Id",
                "Jenkins-Version",
                "Long-Name",
                "Plugin-License-Name",
                "Plugin-License-Url",
                "Plugin-ScmUrl",
                "PluginFirstClassLoader",
                "Short-Name",
                "Url")) {
            assertEquals(canonical.manifest().getValue(name), central.manifest().getValue(name), name);
        }
    }

    /** Their names and contents; the indexes are looked at above, a {@code .stapler} file repeats a class's names,
     * and a {@code .javadoc} file its comments, for the page about the REST API. */
    private static SortedMap<String, Integer> resources(Hpi hpi) {
        SortedMap<String, Integer> found = new TreeMap<>();
        hpi.plugin().forEach((name, bytes) -> {
            boolean compared = !name.startsWith("META-INF/") && !name.matches(".*\\.(class|stapler|javadoc)");
            if (compared) {
                found.put(name, Arrays.hashCode(bytes));
            }
        });
        return found;
    }

    private static SortedSet<String> hashes(Hpi hpi) {
        SortedSet<String> found = new TreeSet<>();
        hpi.libraries().forEach((name, bytes) -> {
            if (!name.equals(hpi.ownJar())) {
                found.add(name + " " + Arrays.hashCode(bytes));
            }
        });
        return found;
    }
}
