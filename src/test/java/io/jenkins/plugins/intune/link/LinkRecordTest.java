package io.jenkins.plugins.intune.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Refuses what no real Jenkins has confirmed: in the Central lane the plugin compiles against hand-written signatures, and
 * this is why it cannot use a member that only they have.
 */
class LinkRecordTest {

    @Test
    void pluginAsksOnlyForWhatIsProven() {
        ReferenceRecord record = ReferenceRecord.read(Checkout.references());
        String unproven = record.unproven(PluginReferences.of(ClassFiles.of(Checkout.classes())));
        assertTrue(
                unproven.isEmpty(),
                () -> "central/references.txt does not have these, so nobody knows whether Jenkins has them:\n"
                        + unproven
                        + "\nProve and record them where the Jenkins artifacts can be reached, with\n  "
                        + ReferenceRecord.COMMAND + "\n");
    }
}
