package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.Test;

/** Certificates in the shapes that people have them in, and what is wrong with some. */
class KeyMaterialTest {

    private static final TestCertificate APP = TestCertificate.goodFor(Duration.ofDays(365));
    private static final TestCertificate OTHER = TestCertificate.goodFor(Duration.ofDays(365));

    private static CertificateProof read(byte[] file, String password) throws InvalidInputException {
        return KeyMaterial.ofFile("certificate", file, password, Instant.now());
    }

    private static void assertIsApp(CertificateProof proof) {
        assertEquals(APP.keys().getPrivate(), proof.key());
        assertEquals(APP.certificate(), proof.chain().get(0));
    }

    private static String refusal(byte[] file, String password) {
        return assertThrows(InvalidInputException.class, () -> read(file, password))
                .getMessage();
    }

    @Test
    void readsPkcs12() throws Exception {
        assertIsApp(read(APP.pkcs12(), TestCertificate.PASSWORD));
        assertIsApp(KeyMaterial.ofKeyStore("certificateId", APP.keyStore(), TestCertificate.PASSWORD, Instant.now()));
    }

    @Test
    void readsPemInEveryNotationOfTheKey() throws Exception {
        JcaPKCS8Generator plain = new JcaPKCS8Generator(APP.keys().getPrivate(), null);
        assertIsApp(read(TestCertificate.pem(APP.certificate(), plain), ""));
        // OpenSSL's own notation, as "openssl rsa -traditional" writes it.
        assertIsApp(read(TestCertificate.pem(APP.keys().getPrivate(), APP.certificate()), ""));
    }

    @Test
    void readsEncryptedPemKeys() throws Exception {
        JcaPKCS8Generator encrypted = new JcaPKCS8Generator(
                APP.keys().getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword("open sesame".toCharArray())
                        .build());
        byte[] modern = TestCertificate.pem(APP.certificate(), encrypted);
        assertIsApp(read(modern, "open sesame"));
        assertEquals("certificate: The password is wrong, or one is needed.", refusal(modern, "wrong"));
        assertEquals("certificate: The password is wrong, or one is needed.", refusal(modern, ""));

        java.io.StringWriter text = new java.io.StringWriter();
        try (var writer = new org.bouncycastle.openssl.jcajce.JcaPEMWriter(text)) {
            writer.writeObject(APP.certificate());
            writer.writeObject(
                    APP.keys().getPrivate(),
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build("old".toCharArray()));
        }
        byte[] traditional = text.toString().getBytes(StandardCharsets.US_ASCII);
        assertIsApp(read(traditional, "old"));
        assertEquals("certificate: The password is wrong, or one is needed.", refusal(traditional, "new"));
    }

    @Test
    void putsTheAppsOwnCertificateFirst() throws Exception {
        CertificateProof proof = read(
                TestCertificate.pem(
                        OTHER.certificate(), APP.certificate(), APP.keys().getPrivate()),
                "");

        assertEquals(List.of(APP.certificate(), OTHER.certificate()), proof.chain());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        assertEquals("certificate: The password is wrong, or one is needed.", refusal(APP.pkcs12(), "wrong"));
        assertTrue(refusal("no certificate at all".getBytes(StandardCharsets.UTF_8), "")
                .startsWith("certificate: It is neither PKCS#12 nor PEM, or it is damaged"));
        assertTrue(refusal(TestCertificate.pem(APP.certificate()), "").contains("There is no private key in it."));
        assertTrue(refusal(TestCertificate.pem(APP.keys().getPrivate(), OTHER.certificate()), "")
                .contains("no certificate in it that belongs to the private key"));
        KeyStore empty = KeyStore.getInstance("PKCS12");
        assertTrue(assertThrows(
                        InvalidInputException.class,
                        () -> KeyMaterial.ofKeyStore("certificateId", empty, "", Instant.now()))
                .getMessage()
                .startsWith("certificateId: "));
    }

    @Test
    void refusesWhatEntraWouldRefuse() {
        Instant now = Instant.now();
        Instant past = now.minus(Duration.ofDays(10));
        Instant future = now.plus(Duration.ofDays(10));

        assertTrue(
                problem(TestCertificate.of("EC", 256, past, future)).contains("RSA keys only, and this is an EC key"));
        assertTrue(problem(TestCertificate.of("RSA", 1024, past, future)).contains("1024 bits"));
        assertTrue(problem(TestCertificate.of("RSA", 2048, past, now.minusSeconds(5)))
                .contains("The certificate CN=jenkins-intune expired on "));
        assertTrue(problem(TestCertificate.of("RSA", 2048, future, future.plusSeconds(5)))
                .contains("is not valid before "));
    }

    private static String problem(TestCertificate certificate) {
        CertificateProof proof =
                new CertificateProof(certificate.keys().getPrivate(), List.of(certificate.certificate()));
        return assertThrows(InvalidInputException.class, () -> proof.require("certificate", Instant.now()))
                .problem();
    }

    @Test
    void warnsThirtyDaysBeforeACertificateExpires() throws Exception {
        Instant now = Instant.now();
        CertificateProof proof = read(APP.pkcs12(), TestCertificate.PASSWORD);
        Instant expiry = APP.certificate().getNotAfter().toInstant();

        assertEquals(List.of(), proof.warnings(now));
        assertEquals(List.of(), proof.warnings(expiry.minus(Duration.ofDays(31))));
        String warning = proof.warnings(expiry.minus(Duration.ofDays(29))).get(0);
        assertTrue(warning.startsWith("The certificate CN=jenkins-intune expires on "), warning);
        assertTrue(warning.contains("in 29 day(s)"), warning);
    }

    @Test
    void aProofIsEqualToOneFromTheSameFileOnly() throws Exception {
        assertEquals(read(APP.pkcs12(), TestCertificate.PASSWORD), read(APP.pkcs12(), TestCertificate.PASSWORD));
        assertFalse(
                read(APP.pkcs12(), TestCertificate.PASSWORD).equals(read(OTHER.pkcs12(), TestCertificate.PASSWORD)));
    }
}
