package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.entra.DerivationBudget.TooCostlyException;
import io.jenkins.plugins.intune.entra.KeyText.MalformedException;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Finds a private key and its certificate in a key store, a PKCS#12 file or PEM texts. The cost of reading them is bounded,
 * because they may come from an attacker.
 */
public final class KeyMaterial {

    /** Size of the largest file that is read, in bytes. One with a key and a long chain has a tenth of that. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Entries of the largest key store that is looked through. */
    private static final int MAX_ENTRIES = 100;

    private static final Map<ASN1ObjectIdentifier, String> OTHER_KEYS = Map.of(
            X9ObjectIdentifiers.id_ecPublicKey, "EC",
            X9ObjectIdentifiers.id_dsa, "DSA",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519",
            EdECObjectIdentifiers.id_Ed448, "Ed448");

    private KeyMaterial() {}

    /**
     * Takes a private key of a key store and its certificate: of several, the one that is valid now, and of these the one
     * that is valid for longest.
     *
     * @param field the field to name in the error
     * @param now when the certificate is to be good
     * @throws InvalidInputException if there is none, or the password does not open it
     */
    public static CertificateProof ofKeyStore(String field, KeyStore store, String password, Instant now)
            throws InvalidInputException {
        try {
            List<Candidate<String>> candidates = new ArrayList<>();
            for (String alias : aliases(field, store)) {
                X509Certificate[] chain = chain(store, alias);
                if (chain.length > 0 && store.isKeyEntry(alias)) {
                    candidates.add(new Candidate<>(alias, chain[0]));
                }
            }
            Optional<Candidate<String>> best = candidates.stream().max(Candidate.byUse(now));
            // Only the key that is used is decrypted.
            if (best.isPresent() && store.getKey(best.get().key(), password.toCharArray()) instanceof PrivateKey own) {
                return new CertificateProof(own, List.of(chain(store, best.get().key())));
            }
        } catch (UnrecoverableKeyException wrongPassword) {
            throw new InvalidInputException(field, Messages.KeyMaterial_password());
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw isAscii(password) ? unreadable(field, broken) : notReadByJava(field);
        }
        throw isAscii(password) ? new InvalidInputException(field, Messages.KeyMaterial_noKey()) : notReadByJava(field);
    }

    private static boolean isAscii(String password) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(password);
    }

    /** Java's own key stores refuse passwords that are not ASCII, and Jenkins then has an empty key store or none. */
    private static InvalidInputException notReadByJava(String field) {
        return new InvalidInputException(field, Messages.KeyMaterial_noKeyByPassword());
    }

    /** The certificates that belong to an entry, the owner's first; none if there are none. */
    private static X509Certificate[] chain(KeyStore store, String alias) throws KeyStoreException {
        Certificate[] chain = store.getCertificateChain(alias);
        return Stream.of(chain == null ? new Certificate[0] : chain)
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
    }

    private static List<String> aliases(String field, KeyStore store) throws KeyStoreException, InvalidInputException {
        if (store.size() > MAX_ENTRIES) {
            throw new InvalidInputException(field, Messages.KeyMaterial_manyEntries(store.size(), MAX_ENTRIES));
        }
        return Collections.list(store.aliases());
    }

    /**
     * Reads a file as it was uploaded. Of several certificates that fit a key in it, the one counts that is valid now, and of
     * these the one that is valid for longest.
     *
     * @param field the field to name in the error
     * @param file PKCS#12, or PEM with a certificate and a private key, also as base64; at most {@link #MAX_BYTES}
     * @param password opens the file or the key in it; the empty string for none
     * @param now when the certificate is to be good; if none is, the one that expired last is taken
     * @throws InvalidInputException if it is neither, the password does not open it, or opening it would take too long
     */
    public static CertificateProof ofFile(String field, byte[] file, String password, Instant now)
            throws InvalidInputException {
        requireSize(field, file.length);
        try {
            return proof(field, KeyFile.open(file, password), now);
        } catch (MalformedException malformed) {
            throw new InvalidInputException(field, malformed.problem());
        } catch (PKCSException failed) {
            throw because(failed, OperatorCreationException.class).isPresent()
                    ? unreadable(field, failed)
                    : new InvalidInputException(field, Messages.KeyMaterial_password());
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | RuntimeException
                | StackOverflowError broken) {
            throw unreadable(field, broken);
        }
    }

    /**
     * Checks a file's size before it is looked at.
     *
     * @throws InvalidInputException if it has more than {@link #MAX_BYTES}
     */
    public static void requireSize(String field, long bytes) throws InvalidInputException {
        if (bytes > MAX_BYTES) {
            throw new InvalidInputException(field, Messages.KeyMaterial_large(MAX_BYTES / 1024));
        }
    }

    private static InvalidInputException unreadable(String field, Throwable broken) {
        if (because(broken, TooCostlyException.class).isPresent()) {
            return new InvalidInputException(field, Messages.KeyMaterial_costly(DerivationBudget.MAX_HASHES));
        }
        return new InvalidInputException(
                field, Messages.KeyMaterial_unreadable(PlainText.oneLine(Failures.reason(broken), 200)));
    }

    private static Optional<Throwable> because(Throwable thrown, Class<? extends Throwable> type) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .filter(type::isInstance)
                .findFirst();
    }

    private static CertificateProof proof(String field, KeyFile file, Instant now)
            throws IOException, InvalidInputException {
        if (file.keys().isEmpty()) {
            throw new InvalidInputException(field, Messages.KeyMaterial_noKey());
        }
        List<PrivateKeyInfo> usable =
                file.keys().stream().filter(KeyMaterial::isRsa).toList();
        if (usable.isEmpty()) {
            ASN1ObjectIdentifier other =
                    file.keys().get(0).getPrivateKeyAlgorithm().getAlgorithm();
            throw new InvalidInputException(
                    field, Messages.CertificateProof_notRsa(OTHER_KEYS.getOrDefault(other, other.getId())));
        }
        List<Candidate<PrivateKey>> candidates = new ArrayList<>();
        for (PrivateKeyInfo info : usable) {
            PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
            file.certificates().stream()
                    .filter(certificate -> belongs(certificate, key))
                    .forEach(certificate -> candidates.add(new Candidate<>(key, certificate)));
        }
        Candidate<PrivateKey> best = candidates.stream()
                .max(Candidate.byUse(now))
                .orElseThrow(() -> new InvalidInputException(field, Messages.KeyMaterial_noCertificate()));
        return new CertificateProof(best.key(), ownFirst(best.certificate(), file.certificates()));
    }

    private static boolean isRsa(PrivateKeyInfo info) {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        return PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)
                || PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm);
    }

    /** The certificate itself, then the others in their order, without those that it has replaced. */
    private static List<X509Certificate> ownFirst(X509Certificate own, List<X509Certificate> certificates) {
        return Stream.concat(
                        Stream.of(own),
                        certificates.stream()
                                .filter(other -> !other.getPublicKey().equals(own.getPublicKey())))
                .toList();
    }

    private static boolean belongs(X509Certificate certificate, PrivateKey key) {
        return certificate.getPublicKey() instanceof RSAKey publicKey
                && key instanceof RSAKey privateKey
                && publicKey.getModulus().equals(privateKey.getModulus());
    }

    /** A certificate that could be used, and how to get its key. */
    private record Candidate<K>(K key, X509Certificate certificate) {

        /** Sorts the best last: with a key that Entra takes, valid at that time, valid for longest. */
        static Comparator<Candidate<?>> byUse(Instant now) {
            return Comparator.<Candidate<?>, Boolean>comparing(
                            candidate -> candidate.certificate().getPublicKey() instanceof RSAKey)
                    .thenComparing(candidate -> CertificateProof.isGood(candidate.certificate(), now))
                    .thenComparing(candidate -> candidate.certificate().getNotAfter());
        }
    }
}
