package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Instant;

/** Files with keys in them: the form says of each what it is. The fuzzer begins with those beside this test. */
class KeyFileFuzzTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @FuzzTest
    void anyFile(byte[] file) {
        for (String password : new String[] {"open sesame", ""}) {
            try {
                CertificateProof proof = KeyMaterial.ofFile("certificate", file, password, NOW);
                assertEquals(1, proof.describe().lines().count(), proof::describe);
            } catch (InvalidInputException said) {
                assertEquals(1, said.getMessage().lines().count(), said::getMessage);
                assertTrue(said.getMessage().startsWith("certificate: "), said::getMessage);
                assertTrue(said.getMessage().length() < 500, said::getMessage);
            }
        }
    }
}
