package io.jenkins.plugins.intune.link;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie, whichever lane runs: its module is the checkout itself or {@code central/plugin}. */
public final class Checkout {

    private Checkout() {}

    /** The folder that is built now; Maven names it. */
    static Path module() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    /** The root of the checkout. */
    public static Path root() {
        Path folder = module();
        while (!Files.exists(folder.resolve("central/pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not in a checkout: " + module());
            }
        }
        return folder;
    }

    /** The plugin's compiled classes. */
    static Path classes() {
        return module().resolve("target/classes");
    }

    /** The plugin's sources. */
    static Path sources() {
        return root().resolve("src/main/java");
    }

    /** What the build makes of the messages. */
    static Path generatedSources() {
        return module().resolve("target/generated-sources/localizer");
    }

    /** The hand-written signatures. */
    static Path signatures() {
        return root().resolve("central/jenkins-api/src/main/java");
    }

    /** The record of references. */
    static Path references() {
        return root().resolve("central/references.txt");
    }

    /** What the lane that runs now has packaged. */
    static Path hpi() {
        return module().resolve("target/intune-remote-assistance.hpi");
    }

    static Path canonicalHpi() {
        return root().resolve("target/intune-remote-assistance.hpi");
    }

    static Path centralHpi() {
        return root().resolve("central/plugin/target/intune-remote-assistance.hpi");
    }
}
