package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A certificate of the app registration and its private key. Neither leaves this machine: the key signs an assertion that is
 * valid for a few minutes.
 *
 * @param key the private key, RSA
 * @param chain the app's certificate first, then those that signed it
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/certificate-credentials">Certificate credentials</a>
 */
public record CertificateProof(PrivateKey key, List<X509Certificate> chain) implements ClientProof {

    /** An administrator is warned this long before a certificate expires. */
    private static final Duration WARN_BEFORE = Duration.ofDays(30);

    /** Smallest key that Entra takes. */
    private static final int MIN_KEY_BITS = 2048;

    /** Largest key that is used: a larger one takes too long to sign with, and could keep a controller busy. */
    private static final int MAX_KEY_BITS = 16_384;

    /** Copies the chain, so that a proof is immutable. */
    public CertificateProof {
        chain = List.copyOf(chain);
    }

    /**
     * Checks what Entra would refuse anyway.
     *
     * @param field the field to name in the error
     * @throws InvalidInputException if the key is not one for Entra, or the certificate is outdated
     */
    public CertificateProof require(String field, Instant now) throws InvalidInputException {
        if (!(key instanceof RSAKey rsa)) {
            throw new InvalidInputException(field, Messages.CertificateProof_notRsa(key.getAlgorithm()));
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < MIN_KEY_BITS) {
            throw new InvalidInputException(field, Messages.CertificateProof_small(String.valueOf(bits)));
        }
        if (bits > MAX_KEY_BITS) {
            throw new InvalidInputException(
                    field, Messages.CertificateProof_large(String.valueOf(bits), String.valueOf(MAX_KEY_BITS)));
        }
        if (!now.isBefore(expiry())) {
            throw new InvalidInputException(field, Messages.CertificateProof_expired(subject(), day(expiry())));
        }
        if (now.isBefore(begin())) {
            throw new InvalidInputException(field, Messages.CertificateProof_notYet(subject(), day(begin())));
        }
        return this;
    }

    @Override
    public IClientCredential toMsal() {
        return ClientCredentialFactory.createFromCertificateChain(key, chain);
    }

    @Override
    public List<String> warnings(Instant now) {
        Duration left = Duration.between(now, expiry());
        if (left.compareTo(WARN_BEFORE) > 0) {
            return List.of();
        }
        return List.of(Messages.CertificateProof_expiring(subject(), day(expiry()), Math.max(0, left.toDays())));
    }

    /** The certificate in words, for people who look after it. */
    public String describe() {
        return Messages.CertificateProof_describe(subject(), day(begin()), day(expiry()));
    }

    /** Whether the certificate is valid at that time. */
    public boolean isGood(Instant now) {
        return isGood(own(), now);
    }

    static boolean isGood(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant());
    }

    private X509Certificate own() {
        return chain.get(0);
    }

    private Instant begin() {
        return own().getNotBefore().toInstant();
    }

    private Instant expiry() {
        return own().getNotAfter().toInstant();
    }

    private String subject() {
        return PlainText.oneLine(own().getSubjectX500Principal().getName(), 120);
    }

    private static String day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    @Override
    public String toString() {
        return "certificate " + subject();
    }
}
