package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with keys as programs write them and as people pass them on. Those of {@code openssl}, {@code keytool} and {@code
 * ssh-keygen} lie in a folder, made by the programs themselves; the fuzzer begins with them.
 */
class KeyNotationsTest {

    private static final String PASSWORD = "open sesame";

    /** Then the certificate named {@code expired} is over, and the one named {@code renewed} is not. */
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static byte[] file(String name) {
        try (InputStream in = KeyNotationsTest.class.getResourceAsStream("KeyFileFuzzTestInputs/" + name)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String text(String name) {
        return new String(file(name), StandardCharsets.ISO_8859_1);
    }

    private static String used(byte[] file, String password) throws InvalidInputException {
        return KeyMaterial.ofFile("certificate", file, password, NOW)
                .chain()
                .get(0)
                .getSubjectX500Principal()
                .getName();
    }

    private static String used(String text, String password) throws InvalidInputException {
        return used(text.getBytes(StandardCharsets.UTF_8), password);
    }

    private static String refusal(byte[] file, String password) {
        return assertThrows(InvalidInputException.class, () -> used(file, password))
                .problem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openssl-3.p12",
                "openssl-1.p12",
                "without-mac.p12",
                "plain-bags.p12",
                "expired-and-renewed.p12",
                "bag-attributes.pem",
                "scrypt.pem",
                "traditional.pem",
                "expired-and-renewed.pem",
                "trusted.pem",
                "pkcs7.pem",
                "base64.txt",
                "base64-of-pem.txt"
            })
    void aFileIsOpenedAndTheCertificateThatIsGoodNowIsUsed(String name) throws Exception {
        assertEquals("CN=renewed", used(file(name), PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty-password.p12", "plain-bags-without-mac.p12", "plain-bags.p12"})
    void anEmptyPasswordAndNoneAreTheSame(String name) throws Exception {
        if (name.equals("plain-bags.p12")) {
            assertEquals("The password is wrong, or one is needed.", refusal(file(name), ""));
        } else {
            assertEquals("CN=renewed", used(file(name), ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"umlaut-3.p12", "umlaut-1.p12"})
    void aPasswordMayHaveAnyCharacters(String name) throws Exception {
        assertEquals("CN=renewed", used(file(name), "pä€ss"));
        assertEquals("The password is wrong, or one is needed.", refusal(file(name), "pa€ss"));
    }

    @Test
    void aPasswordMayHaveBeenReadByteByByte() throws Exception {
        TestCertificate app = TestCertificate.goodFor(Duration.ofDays(1));
        // What OpenSSL before 1.1.0 made of it: UTF-8, each byte a character.
        byte[] file = Pkcs12Builder.legacy(app, "pÃ¤\u00E2\u0082\u00ACss");

        assertEquals(
                app.certificate(),
                KeyMaterial.ofFile("certificate", file, "pä€ss", Instant.now())
                        .chain()
                        .get(0));
    }

    /** What {@code openssl pkcs12 -export -macalg} can be told; SHA-256 is its own choice. */
    @Test
    void theCheckOfIntegrityMayUseAnyDigest() throws Exception {
        TestCertificate app = TestCertificate.goodFor(Duration.ofDays(1));
        for (ExtendedDigest digest :
                List.of(new SHA1Digest(), new SHA256Digest(), new SHA384Digest(), new SHA512Digest())) {
            byte[] file = Pkcs12Builder.withMac(app, digest);

            assertEquals(
                    app.certificate(),
                    KeyMaterial.ofFile("certificate", file, Pkcs12Builder.PASSWORD, Instant.now())
                            .chain()
                            .get(0));
            assertEquals("The password is wrong, or one is needed.", refusal(file, "other"));
        }
    }

    static Stream<Arguments> waysOfPassingOn() {
        return Stream.of(
                way("with a byte order mark", pem -> "\uFEFF" + pem),
                way("with other line breaks", pem -> pem.replace("\n", "\r\n")),
                way("indented, as in YAML", pem -> pem.replaceAll("(?m)^", "    ")),
                way("with blanks behind", pem -> pem.replaceAll("(?m)$", "  ")),
                way("with \\n as two characters", pem -> pem.replace("\n", "\\n")),
                way("with \\r\\n as four characters", pem -> pem.replace("\n", "\\r\\n")),
                way("escaped twice", pem -> pem.replace("\n", "\\\\n")),
                way("in one line, with blanks", pem -> pem.replace("\n", " ")),
                way("in one line, without blanks", pem -> pem.replace("\n", "")),
                way("in quotes", pem -> "\"" + pem.replace("\n", "\\n") + "\""),
                way("as JSON of PHP", pem -> pem.replace("/", "\\/").replace("\n", "\\n")),
                way("with no-break spaces", pem -> pem.replace("\n", "\u00A0\n\u200B")),
                way("with an empty line between all", pem -> pem.replace("\n", "\n\n")),
                way("without a line break at its end", String::strip));
    }

    private static Arguments way(String name, UnaryOperator<String> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysOfPassingOn")
    void pemIsReadHoweverItWasPassedOn(String way, UnaryOperator<String> change) throws Exception {
        for (String name : List.of("expired-and-renewed.pem", "scrypt.pem", "traditional.pem")) {
            // Without any blank, the end of its initial value cannot be found.
            if (!(name.equals("traditional.pem") && way.equals("in one line, without blanks"))) {
                assertEquals("CN=renewed", used(change.apply(text(name)), PASSWORD), name);
            }
        }
    }

    @Test
    void pemIsReadInUtf16AsWindowsWritesIt() throws Exception {
        byte[] file = ("\uFEFF" + text("expired-and-renewed.pem")).getBytes(StandardCharsets.UTF_16LE);

        assertEquals("CN=renewed", used(file, ""));
        assertEquals("CN=renewed", used(("\uFEFF" + text("base64.txt")).getBytes(StandardCharsets.UTF_16LE), PASSWORD));
    }

    @Test
    void base64IsReadWithAndWithoutLineBreaksAndInItsOtherAlphabet() throws Exception {
        byte[] pfx = file("openssl-3.p12");

        assertEquals("CN=renewed", used(Base64.getMimeEncoder().encodeToString(pfx) + "\r\n", PASSWORD));
        assertEquals("CN=renewed", used('"' + Base64.getEncoder().encodeToString(pfx) + '"', PASSWORD));
        assertEquals("CN=renewed", used(Base64.getUrlEncoder().withoutPadding().encodeToString(pfx), PASSWORD));
        byte[] twice = Base64.getEncoder().encode(Base64.getEncoder().encode(pfx));
        assertEquals("CN=renewed", used(twice, PASSWORD), "a vault's text in a Kubernetes secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate.cer  | There is no private key in it.",
                "certificates.p7b | There is no private key in it.",
                "key.der          | There is no certificate in it that belongs to the private key.",
                "key-store.jks    | It is a key store in Java's own format (JKS).",
                "openssh.pem      | The private key is in another format (OPENSSH PRIVATE KEY)."
            })
    void whatIsSomethingElseIsNamed(String name, String problem) {
        assertTrue(refusal(file(name), PASSWORD).startsWith(problem), () -> refusal(file(name), PASSWORD));
    }

    static Stream<Arguments> wrongLabels() {
        byte[] pkcs8 = der("expired-and-renewed.pem", "PRIVATE KEY");
        byte[] pkcs1 = pkcs1(pkcs8);
        String certificates =
                text("expired-and-renewed.pem").replaceAll("(?s)-----BEGIN PRIV.*?END PRIVATE KEY-----", "");
        return Stream.of(
                Arguments.of("PKCS#8 under PKCS#1's label", certificates + pem("RSA PRIVATE KEY", pkcs8)),
                Arguments.of("PKCS#1 under PKCS#8's label", certificates + pem("PRIVATE KEY", pkcs1)),
                Arguments.of(
                        "encrypted under the label of a key that is not",
                        text("scrypt.pem").replace("ENCRYPTED PRIVATE KEY", "PRIVATE KEY")),
                Arguments.of("PKCS#12 as certutil -encode writes it", pem("CERTIFICATE", file("openssl-3.p12"))),
                Arguments.of("PKCS#12 as GnuTLS writes it", pem("PKCS12", file("openssl-3.p12"))),
                Arguments.of(
                        "PKCS#7 under a certificate's label",
                        pem("CERTIFICATE", der("pkcs7.pem", "PKCS7")) + pem("PRIVATE KEY", pkcs8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLabels")
    void whatAPartOfPemIsItsContentSaysAndNotItsLabel(String what, String pem) throws Exception {
        assertEquals("CN=renewed", used(pem, PASSWORD));
    }

    @Test
    void aKeyAloneIsCalledThatInEveryNotation() {
        byte[] pkcs8 = der("expired-and-renewed.pem", "PRIVATE KEY");
        for (byte[] key : List.of(pkcs8, pkcs1(pkcs8), der("scrypt.pem", "ENCRYPTED PRIVATE KEY"))) {
            assertEquals("There is no certificate in it that belongs to the private key.", refusal(key, PASSWORD));
        }
    }

    @Test
    void whatStandsBehindAFileIsNoPartOfIt() throws Exception {
        for (String behind : List.of("\r\n", "\0\0\0\0", "\u001A")) {
            byte[] longer = (text("openssl-3.p12") + behind).getBytes(StandardCharsets.ISO_8859_1);

            assertEquals("CN=renewed", used(longer, PASSWORD));
        }
    }

    /** Not all programs write DER: some leave out how long their parts are. */
    @Test
    void pkcs12MayBeOfIndefiniteLength() throws Exception {
        ASN1Encodable[] parts = ASN1Sequence.getInstance(file("openssl-3.p12")).toArray();

        assertEquals("CN=renewed", used(new BERSequence(parts).getEncoded(), PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl-3.p12", "openssl-1.p12", "scrypt.pem", "traditional.pem"})
    void theLineBreakAtTheEndOfAFileWithAPasswordIsNoPartOfIt(String name) throws Exception {
        assertEquals("CN=renewed", used(file(name), PASSWORD + "\n"));
        assertEquals("CN=renewed", used(file(name), PASSWORD + "\r\n"));
        assertEquals("The password is wrong, or one is needed.", refusal(file(name), "other\n"));
    }

    private static byte[] der(String name, String label) {
        String text = text(name);
        String begin = "-----BEGIN " + label + "-----";
        int at = text.indexOf(begin) + begin.length();
        return Base64.getMimeDecoder().decode(text.substring(at, text.indexOf("-----END", at)));
    }

    private static byte[] pkcs1(byte[] pkcs8) {
        try {
            return PrivateKeyInfo.getInstance(pkcs8)
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\r\n" + Base64.getMimeEncoder().encodeToString(der) + "\r\n-----END "
                + label + "-----\r\n";
    }

    @Test
    void anEmptyFileIsCalledThat() {
        assertEquals("It is neither PKCS#12 nor PEM, or it is damaged (it is empty).", refusal(new byte[0], ""));
    }

    @Test
    void whatIsNoLabelIsNotQuoted() {
        String file = "-----BEGIN " + "A0 ".repeat(1000) + "-----\nMII";

        String said = refusal(file.getBytes(StandardCharsets.US_ASCII), "");

        assertFalse(said.contains("A0 A0"), said);
    }

    @Test
    void aDamagedPartOfPemIsNamed() {
        String pem = text("expired-and-renewed.pem");
        byte[] cutOff = pem.substring(0, pem.length() / 4).getBytes(StandardCharsets.US_ASCII);
        byte[] starred = pem.replace("MI", "**").getBytes(StandardCharsets.US_ASCII);

        assertEquals(
                "The PEM text is cut off: -----BEGIN PRIVATE KEY----- has no -----END PRIVATE KEY----- after it.",
                refusal(cutOff, ""));
        assertEquals(
                "The PEM text is damaged: between -----BEGIN PRIVATE KEY----- and its end there is something other than"
                        + " base64.",
                refusal(starred, ""));
        byte[] exotic =
                text("traditional.pem").replace("AES-256-CBC", "SM4-CBC").getBytes(StandardCharsets.US_ASCII);
        assertTrue(refusal(exotic, PASSWORD).contains("unknown encryption"), refusal(exotic, PASSWORD));
        byte[] broken = pem.replaceFirst("MI..", "MAAA").getBytes(StandardCharsets.US_ASCII);
        assertTrue(refusal(broken, "").contains("or it is damaged"), "no password is missing: " + refusal(broken, ""));
    }

    @Test
    void ofSeveralCertificatesTheOneThatIsGoodNowIsUsedAndNoneOfTheOthersIsSent() throws Exception {
        Instant past = NOW.minusSeconds(9_000);
        TestCertificate app = TestCertificate.of("RSA", 2048, past, NOW.minusSeconds(60));
        TestCertificate other = TestCertificate.of("RSA", 2048, past, NOW.plusSeconds(90_000));
        byte[] file = TestCertificate.pem(
                app.keys().getPrivate(),
                app.certificate(),
                app.certificate(past, NOW.plusSeconds(3_600)),
                app.certificate(past, NOW.plusSeconds(7_200)),
                app.certificate(NOW.plusSeconds(60), NOW.plusSeconds(9_999)),
                other.certificate());

        CertificateProof proof =
                KeyMaterial.ofFile("certificate", file, "", NOW).require("certificate", NOW);

        assertEquals(NOW.plusSeconds(7_200), proof.chain().get(0).getNotAfter().toInstant());
        assertEquals(proof.chain().subList(1, proof.chain().size()), List.of(other.certificate()));
        assertEquals("CN=jenkins-intune, valid from 2029-12-31 until 2030-01-01", proof.describe());
    }

    @Test
    void ofSeveralKeysTheOneWithACertificateThatIsGoodNowIsUsed() throws Exception {
        Instant past = NOW.minusSeconds(9_000);
        TestCertificate old = TestCertificate.of("RSA", 2048, past, NOW.minusSeconds(60));
        TestCertificate renewed = TestCertificate.of("RSA", 2048, past, NOW.plusSeconds(60));
        byte[] file = TestCertificate.pem(
                old.keys().getPrivate(), old.certificate(), renewed.keys().getPrivate(), renewed.certificate());
        KeyStore store = old.keyStore();
        store.setKeyEntry(
                "renewed", renewed.keys().getPrivate(), TestCertificate.PASSWORD.toCharArray(), new Certificate[] {
                    renewed.certificate()
                });

        assertEquals(
                renewed.keys().getPrivate(),
                KeyMaterial.ofFile("certificate", file, "", NOW).key());
        assertEquals(
                renewed.keys().getPrivate(),
                KeyMaterial.ofKeyStore("certificateId", store, TestCertificate.PASSWORD, NOW)
                        .key());
    }

    @Test
    void ifNoCertificateIsGoodTheLastOneIsSaidToHaveExpired() throws Exception {
        Instant past = NOW.minusSeconds(90_000);
        TestCertificate app = TestCertificate.of("RSA", 2048, past, NOW.minusSeconds(80_000));
        byte[] file = TestCertificate.pem(
                app.keys().getPrivate(), app.certificate(past, NOW.minusSeconds(2)), app.certificate());
        CertificateProof proof = KeyMaterial.ofFile("certificate", file, "", NOW);

        assertEquals(NOW.minusSeconds(2), proof.chain().get(0).getNotAfter().toInstant());
        assertTrue(assertThrows(InvalidInputException.class, () -> proof.require("certificate", NOW))
                .problem()
                .contains("expired on 2029-12-31"));
    }

    @Test
    void whatJavasOwnReaderRefusedIsToldForWhatItIs() throws Exception {
        KeyStore neverLoaded = KeyStore.getInstance("PKCS12");

        String said = assertThrows(
                        InvalidInputException.class,
                        () -> KeyMaterial.ofKeyStore("certificateId", neverLoaded, "pä€ss", NOW))
                .problem();

        assertTrue(said.contains("takes passwords with ASCII characters only"), said);
    }
}
