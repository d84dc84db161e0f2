package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.entra.DerivationBudget.TooCostlyException;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Finds a private key and its certificate in what people have: a key store, a PKCS#12 file or PEM texts. What such a thing
 * may cost is bounded, because it need not come from somebody who means well.
 */
public final class KeyMaterial {

    /** Size of the largest file that is read, in bytes. One with a key and a long chain has a tenth of that. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Entries of the largest key store that is looked through. */
    private static final int MAX_ENTRIES = 100;

    private static final Map<ASN1ObjectIdentifier, String> OTHER_KEYS =
            Map.of(X9ObjectIdentifiers.id_ecPublicKey, "EC", X9ObjectIdentifiers.id_dsa, "DSA");

    private KeyMaterial() {}

    /**
     * Takes the first private key of a key store that has a certificate.
     *
     * @param field the field to name in the error
     * @throws InvalidInputException if there is none, or the password does not open it
     */
    public static CertificateProof ofKeyStore(String field, KeyStore store, String password)
            throws InvalidInputException {
        try {
            for (String alias : aliases(field, store)) {
                Certificate[] chain = store.getCertificateChain(alias);
                // Only a key that can be the one is decrypted.
                if (chain != null
                        && chain.length > 0
                        && store.isKeyEntry(alias)
                        && store.getKey(alias, password.toCharArray()) instanceof PrivateKey own) {
                    return new CertificateProof(
                            own,
                            Stream.of(chain).map(X509Certificate.class::cast).toList());
                }
            }
        } catch (UnrecoverableKeyException wrongPassword) {
            throw new InvalidInputException(field, Messages.KeyMaterial_password());
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw unreadable(field, broken);
        }
        throw new InvalidInputException(field, Messages.KeyMaterial_noKey());
    }

    private static List<String> aliases(String field, KeyStore store) throws KeyStoreException, InvalidInputException {
        if (store.size() > MAX_ENTRIES) {
            throw new InvalidInputException(field, Messages.KeyMaterial_manyEntries(store.size(), MAX_ENTRIES));
        }
        return Collections.list(store.aliases());
    }

    /**
     * Reads a file as it was uploaded.
     *
     * @param field the field to name in the error
     * @param file PKCS#12, or PEM with a certificate and a private key; at most {@link #MAX_BYTES}
     * @param password opens the file or the key in it; the empty string for none
     * @throws InvalidInputException if it is neither, the password does not open it, or opening it would take too long
     */
    public static CertificateProof ofFile(String field, byte[] file, String password) throws InvalidInputException {
        requireSize(field, file.length);
        String text = new String(file, StandardCharsets.ISO_8859_1);
        try {
            KeyFile opened =
                    text.contains("-----BEGIN ") ? KeyFile.pem(text, password) : KeyFile.pkcs12(file, password);
            return proof(field, opened);
        } catch (PKCSException | PEMException failed) {
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

    private static CertificateProof proof(String field, KeyFile file) throws IOException, InvalidInputException {
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
        for (PrivateKeyInfo info : usable) {
            PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
            Optional<X509Certificate> own = file.certificates().stream()
                    .filter(certificate -> belongs(certificate, key))
                    .findFirst();
            if (own.isPresent()) {
                return new CertificateProof(key, ownFirst(own.get(), file.certificates()));
            }
        }
        throw new InvalidInputException(field, Messages.KeyMaterial_noCertificate());
    }

    private static boolean isRsa(PrivateKeyInfo info) {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        return PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)
                || PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm);
    }

    /** The certificate that belongs to the key, then the others in their order. */
    private static List<X509Certificate> ownFirst(X509Certificate own, List<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        certificates.stream().filter(other -> !other.equals(own)).forEach(chain::add);
        return chain;
    }

    private static boolean belongs(X509Certificate certificate, PrivateKey key) {
        return certificate.getPublicKey() instanceof RSAKey publicKey
                && key instanceof RSAKey privateKey
                && publicKey.getModulus().equals(privateKey.getModulus());
    }
}
