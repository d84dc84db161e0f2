package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Finds a private key and its certificate in what people have: a key store, a PKCS#12 file or PEM texts. */
public final class KeyMaterial {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private KeyMaterial() {}

    /**
     * Takes the first private key of a key store.
     *
     * @param field the field to name in the error
     * @throws InvalidInputException if there is none, or the password does not open it
     */
    public static CertificateProof ofKeyStore(String field, KeyStore store, String password)
            throws InvalidInputException {
        try {
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, password.toCharArray()) : null;
                Certificate[] chain = store.getCertificateChain(alias);
                if (key instanceof PrivateKey own && chain != null && chain.length > 0) {
                    return new CertificateProof(
                            own,
                            Stream.of(chain).map(X509Certificate.class::cast).toList());
                }
            }
        } catch (UnrecoverableKeyException wrongPassword) {
            throw new InvalidInputException(field, Messages.KeyMaterial_password());
        } catch (GeneralSecurityException broken) {
            throw new InvalidInputException(field, Messages.KeyMaterial_unreadable(broken.getMessage()));
        }
        throw new InvalidInputException(field, Messages.KeyMaterial_noKey());
    }

    /**
     * Reads a file as it was uploaded.
     *
     * @param field the field to name in the error
     * @param file PKCS#12, or PEM with a certificate and a private key
     * @param password opens the file or the key in it; the empty string for none
     * @throws InvalidInputException if it is neither, or the password does not open it
     */
    public static CertificateProof ofFile(String field, byte[] file, String password) throws InvalidInputException {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        try {
            return text.contains("-----BEGIN ") ? pem(field, text, password) : pkcs12(field, file, password);
        } catch (PKCSException | PEMException wrongPassword) {
            throw new InvalidInputException(field, Messages.KeyMaterial_password());
        } catch (IOException | GeneralSecurityException | OperatorCreationException broken) {
            boolean wrongPassword = broken.getCause() instanceof UnrecoverableKeyException;
            throw new InvalidInputException(
                    field,
                    wrongPassword
                            ? Messages.KeyMaterial_password()
                            : Messages.KeyMaterial_unreadable(broken.getMessage()));
        }
    }

    private static CertificateProof pkcs12(String field, byte[] file, String password)
            throws IOException, GeneralSecurityException, InvalidInputException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(file), password.toCharArray());
        return ofKeyStore(field, store, password);
    }

    private static CertificateProof pem(String field, String text, String password)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException,
                    InvalidInputException {
        List<X509Certificate> certificates = new ArrayList<>();
        PrivateKey key = null;
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder certificate) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
                } else if (key == null) {
                    PrivateKeyInfo info = keyIn(part, password);
                    key = info == null ? null : new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        }
        if (key == null) {
            throw new InvalidInputException(field, Messages.KeyMaterial_noKey());
        }
        return new CertificateProof(key, ownFirst(field, key, certificates));
    }

    private static PrivateKeyInfo keyIn(Object part, String password)
            throws IOException, OperatorCreationException, PKCSException {
        if (part instanceof PrivateKeyInfo plain) {
            return plain;
        }
        if (part instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (part instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(password.toCharArray()));
        }
        if (part instanceof PEMEncryptedKeyPair encrypted) {
            return encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(PROVIDER)
                            .build(password.toCharArray()))
                    .getPrivateKeyInfo();
        }
        return null;
    }

    /** The certificate that belongs to the key, then the others in their order. */
    private static List<X509Certificate> ownFirst(String field, PrivateKey key, List<X509Certificate> certificates)
            throws InvalidInputException {
        X509Certificate own = certificates.stream()
                .filter(certificate -> belongs(certificate, key))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(field, Messages.KeyMaterial_noCertificate()));
        return Stream.concat(Stream.of(own), certificates.stream().filter(other -> !other.equals(own)))
                .toList();
    }

    private static boolean belongs(X509Certificate certificate, PrivateKey key) {
        return certificate.getPublicKey() instanceof java.security.interfaces.RSAKey publicKey
                        && key instanceof java.security.interfaces.RSAKey privateKey
                ? publicKey.getModulus().equals(privateKey.getModulus())
                : certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
    }
}
