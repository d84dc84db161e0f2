package io.jenkins.plugins.intune.entra;

import static io.jenkins.plugins.intune.entra.Pkcs12Builder.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Files with keys, damaged at random: whatever is in them, reading ends soon, with a proof or with a sentence that names the
 * field. What is done to them is the same in every run; a file that breaks the rule is printed.
 */
class KeyMaterialMutationTest {

    private static final int MUTANTS_OF_EACH = 1_500;

    private static final TestCertificate APP = TestCertificate.goodFor(Duration.ofDays(365));

    private static List<byte[]> originals() throws Exception {
        Pkcs12Builder key = new Pkcs12Builder(APP);
        byte[] encryptedKey = key.key(500).getEncoded();
        byte[] pkcs12 =
                new Pkcs12Builder(APP).certificate().inTheOpen(key.key(500)).build(500);
        byte[] nested = new Pkcs12Builder(APP)
                .certificate()
                .withinWhatIsEncrypted(key.key(500))
                .build(500);
        return List.of(TestCertificate.pem(APP.certificate(), APP.keys().getPrivate()), pkcs12, nested, encryptedKey);
    }

    @Test
    void whateverIsInAFileReadingItEndsWell() throws Exception {
        List<byte[]> originals = originals();
        SplittableRandom random = new SplittableRandom(20261124);
        List<String> slow = new ArrayList<>();
        int opened = 0;
        for (int i = 0; i < MUTANTS_OF_EACH * originals.size(); i++) {
            byte[] original = originals.get(i % originals.size());
            byte[] mutant = mutant(original, originals.get(random.nextInt(originals.size())), random);
            boolean asPem = !isPem(original) && random.nextInt(4) == 0;
            long begin = System.nanoTime();
            opened += read(asPem ? pem(mutant, random) : mutant, i) ? 1 : 0;
            if (System.nanoTime() - begin > Duration.ofSeconds(30).toNanos()) {
                slow.add("mutant " + i);
            }
        }
        assertTrue(slow.isEmpty(), slow::toString);
        assertTrue(opened > 0, "some damage does no harm, or nothing was read at all");
    }

    private static boolean read(byte[] file, int number) {
        try {
            KeyMaterial.ofFile("certificate", file, number % 7 == 0 ? "" : PASSWORD, Instant.now());
            return true;
        } catch (InvalidInputException said) {
            assertTrue(said.getMessage().startsWith("certificate: "), said::getMessage);
            assertTrue(said.getMessage().length() < 500, said::getMessage);
            return false;
        } catch (Throwable thrown) {
            return fail("mutant " + number + ": " + Base64.getEncoder().encodeToString(file), thrown);
        }
    }

    private static boolean isPem(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN");
    }

    private static byte[] pem(byte[] der, SplittableRandom random) {
        List<String> labels = List.of(
                "ENCRYPTED PRIVATE KEY", "PRIVATE KEY", "RSA PRIVATE KEY", "CERTIFICATE", "EC PARAMETERS", "PKCS7");
        String label = labels.get(random.nextInt(labels.size()));
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] mutant(byte[] original, byte[] other, SplittableRandom random) {
        byte[] mutant = original.clone();
        for (int damage = random.nextInt(4); damage >= 0; damage--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(7)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant = Arrays.copyOf(mutant, at + 1);
                case 3 -> mutant = spliced(mutant, at, other, random.nextInt(other.length));
                case 4 -> Arrays.fill(mutant, at, Math.min(mutant.length, at + random.nextInt(8)), (byte) 0xFF);
                case 5 -> mutant[at] = (byte) 0x80;
                default -> mutant[at] = 0x30;
            }
        }
        return mutant;
    }

    private static byte[] spliced(byte[] head, int end, byte[] tail, int begin) {
        byte[] both = Arrays.copyOf(head, end + tail.length - begin);
        System.arraycopy(tail, begin, both, end, tail.length - begin);
        return both;
    }
}
