package io.jenkins.plugins.intune.entra;

import static io.jenkins.plugins.intune.entra.Pkcs12Builder.PASSWORD;
import static io.jenkins.plugins.intune.entra.Pkcs12Builder.claiming;
import static io.jenkins.plugins.intune.entra.Pkcs12Builder.pbkdf2;
import static io.jenkins.plugins.intune.entra.Pkcs12Builder.scrypt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of an attacker who wants a controller to compute for hours. */
class KeyMaterialBoundsTest {

    /** Far longer than a refusal takes on a busy machine, and far shorter than what was asked for. */
    private static final Duration SOON = Duration.ofMinutes(3);

    private static final TestCertificate APP = TestCertificate.goodFor(Duration.ofDays(365));
    private static final String TOO_COSTLY =
            "certificate: Opening it would take too long: the password is hashed more than" + " 2,000,000 times.";

    private static Pkcs12Builder pkcs12() {
        return new Pkcs12Builder(APP).certificate();
    }

    private static String refusal(byte[] file) {
        return assertTimeoutPreemptively(
                SOON,
                () -> assertThrows(
                                InvalidInputException.class,
                                () -> KeyMaterial.ofFile("certificate", file, PASSWORD, Instant.now()))
                        .getMessage());
    }

    private static void assertOpens(byte[] file) throws Exception {
        CertificateProof proof = KeyMaterial.ofFile("certificate", file, PASSWORD, Instant.now());
        assertEquals(APP.keys().getPrivate(), proof.key());
        assertEquals(List.of(APP.certificate()), proof.chain());
    }

    static Stream<AlgorithmIdentifier> derivations() {
        return Stream.of(
                pbkdf2(Integer.MAX_VALUE),
                pbkdf2(DerivationBudget.MAX_HASHES + 1),
                // As an int, this would be one.
                pbkdf2((1L << 32) + 1),
                scrypt(1 << 30, 8, 1),
                scrypt(1 << 16, 8, 64),
                scrypt(2, 1 << 28, 1),
                scrypt(16_384, 8, 1 << 20));
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void isRefusedBeforeAnythingIsDerived(AlgorithmIdentifier derivation) throws Exception {
        PKCS8EncryptedPrivateKeyInfo key = claiming(derivation);

        assertTrue(refusal(Pkcs12Builder.pem(APP, key)).startsWith(TOO_COSTLY), refusal(Pkcs12Builder.pem(APP, key)));
        assertTrue(refusal(pkcs12().inTheOpen(key).build(1_000)).startsWith(TOO_COSTLY));
        assertTrue(refusal(pkcs12().withinWhatIsEncrypted(key).build(1_000)).startsWith(TOO_COSTLY));
    }

    @Test
    void theCheckOfAFilesIntegrityIsBoundedToo() {
        byte[] file = Pkcs12Builder.withMacRounds(pkcs12().build(1_000), Integer.MAX_VALUE);

        assertTrue(refusal(file).startsWith(TOO_COSTLY), refusal(file));
    }

    /** Each hash's worth of a key is derived with as many rounds. */
    @ParameterizedTest
    @CsvSource({"1000, 64000000", "1000, 1025", "2000000, 33"})
    void soIsTheLengthOfTheKeyForThat(int rounds, int keyLength) {
        byte[] file = Pkcs12Builder.withNewestMac(pkcs12().build(1_000), rounds, keyLength);

        assertTrue(refusal(file).startsWith(TOO_COSTLY), refusal(file));
    }

    @Test
    void manyCheapDerivationsAreADearOne() {
        Pkcs12Builder file = pkcs12();
        PKCS8EncryptedPrivateKeyInfo key = new Pkcs12Builder(TestCertificate.goodFor(Duration.ofDays(1))).key(100_000);
        for (int i = 0; i < 30; i++) {
            file.inTheOpen(key);
        }

        assertTrue(refusal(file.build(1_000)).startsWith(TOO_COSTLY));
    }

    @Test
    void whoIsCarefulIsNotRefused() throws Exception {
        assertOpens(pkcs12().inTheOpen(new Pkcs12Builder(APP).key(600_000)).build(600_000));
        JcaPKCS8Generator careful = new JcaPKCS8Generator(
                APP.keys().getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setIterationCount(600_000)
                        .setPassword(PASSWORD.toCharArray())
                        .build());
        assertOpens(TestCertificate.pem(APP.certificate(), careful));
    }

    @Test
    void anEmptyPasswordIsOneAsJavaWritesIt() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {APP.certificate()};
        store.setKeyEntry("app", APP.keys().getPrivate(), new char[0], chain);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        store.store(file, new char[0]);

        assertEquals(
                APP.keys().getPrivate(),
                KeyMaterial.ofFile("certificate", file.toByteArray(), "", Instant.now())
                        .key());
    }

    @Test
    void aLargeFileIsNotLookedAt() {
        byte[] file = Arrays.copyOf(APP.pkcs12(), KeyMaterial.MAX_BYTES + 1);

        assertEquals("certificate: It is larger than 64 KiB, so it is not a certificate with its key.", refusal(file));
        assertFalse(refusal(Arrays.copyOf(file, KeyMaterial.MAX_BYTES)).contains("larger"));
    }

    /** Each of a password's line breaks was taken for the first one of those at its end. */
    @Test
    void aPasswordOfLineBreaksIsReadOnce() {
        String password = "\n".repeat(2_000_000) + "x";
        String refusal = assertTimeoutPreemptively(
                SOON,
                () -> assertThrows(
                                InvalidInputException.class,
                                () -> KeyMaterial.ofFile("certificate", new byte[] {1}, password, Instant.now()))
                        .getMessage());
        assertTrue(refusal.startsWith("certificate: "), refusal);
    }

    @Test
    void aLargeKeyStoreIsNotLookedThrough() throws Exception {
        KeyStore store = APP.keyStore();
        for (int i = 0; i < 100; i++) {
            store.setCertificateEntry("other " + i, APP.certificate());
        }

        String refusal = assertThrows(
                        InvalidInputException.class,
                        () -> KeyMaterial.ofKeyStore("certificateId", store, TestCertificate.PASSWORD, Instant.now()))
                .getMessage();
        assertTrue(refusal.startsWith("certificateId: The key store has 101 entries."), refusal);
    }

    @Test
    void aKeyThatWouldSignForMinutesIsRefused() {
        RSAPrivateKey large = new RSAPrivateKey() {
            @Override
            public BigInteger getPrivateExponent() {
                return BigInteger.ONE;
            }

            @Override
            public BigInteger getModulus() {
                return BigInteger.ONE.shiftLeft(100_000);
            }

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            public String getFormat() {
                return null;
            }

            @Override
            public byte[] getEncoded() {
                return null;
            }
        };
        CertificateProof proof = new CertificateProof((PrivateKey) large, List.of(APP.certificate()));

        String refusal = assertThrows(InvalidInputException.class, () -> proof.require("certificate", Instant.now()))
                .problem();
        assertTrue(refusal.startsWith("The key has 100001 bits."), refusal);
    }

    @Test
    void whatIsNestedDeeplyIsRefused() {
        byte[] nested = new byte[KeyMaterial.MAX_BYTES];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }

        assertTrue(refusal(nested).startsWith("certificate: It is neither PKCS#12 nor PEM, or it is damaged"));
    }

    @Test
    void anotherKindOfKeyIsNamed() {
        TestCertificate curve = TestCertificate.of(
                "EC", 256, Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));

        assertEquals(
                "certificate: Entra ID takes RSA keys only, and this is an EC key.",
                refusal(TestCertificate.pem(curve.certificate(), curve.keys().getPrivate())));
    }
}
