package io.jenkins.plugins.intune.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate of an app and its key, made for one run. */
public final class TestCertificate {

    /** The password of {@link #pkcs12()}. */
    public static final String PASSWORD = "key~store~password-5d2e";

    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestCertificate(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** An RSA key with 2048 bits, and a certificate that is good from an hour ago on for this long from now. */
    public static TestCertificate goodFor(Duration time) {
        return of(
                "RSA",
                2048,
                Instant.now().minus(Duration.ofHours(1)),
                Instant.now().plus(time));
    }

    /** Any key, any time. */
    public static TestCertificate of(String algorithm, int bits, Instant from, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            KeyPair keys = generator.generateKeyPair();
            return new TestCertificate(keys, certify(keys, from, until));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static X509Certificate certify(KeyPair keys, Instant from, Instant until) {
        try {
            X500Name name = new X500Name("CN=jenkins-intune");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, BigInteger.valueOf(7), Date.from(from), Date.from(until), name, keys.getPublic());
            String signing = keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(signing).build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Another certificate of the same key, as renewing makes it. */
    public X509Certificate certificate(Instant from, Instant until) {
        return certify(keys, from, until);
    }

    /** The key pair. */
    public KeyPair keys() {
        return keys;
    }

    /** The public part. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A key store with nothing else in it. */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("app", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** A PKCS#12 file. */
    public byte[] pkcs12() {
        try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
            keyStore().store(file, PASSWORD.toCharArray());
            return file.toByteArray();
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** PEM texts, one after the other: certificates, keys, or whatever {@link JcaPEMWriter} takes. */
    public static byte[] pem(Object... parts) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object part : parts) {
                writer.writeObject(part);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
