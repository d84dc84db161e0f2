package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.entra.KeyText.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.EncryptionException;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilderProvider;

/**
 * What is in a file, in its order: certificates, and keys, decrypted. Files of all kinds are opened, also those without a
 * key, so that an error says what the file is. The {@link DerivationBudget} is checked before anything is computed. That is
 * why PKCS#12 is not read by Java's own key store: it has no such bound, and reads files that are encrypted several times
 * over.
 *
 * <p>Used once, by one thread.
 */
final class KeyFile {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    /** First bytes of a file in Java's own key store format. */
    private static final int JAVA_KEY_STORE = 0xFEED_FEED;

    /** What a file with a password ends with, when it was written by an editor or {@code echo}. Looked for once in a run. */
    private static final Pattern LINE_BREAK = Pattern.compile("(?<![\\r\\n])[\\r\\n]+\\z");

    // Kept for as long as the file is read, and in memory only.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private final String password;
    /** The password as the program that wrote the file encoded it for PKCS#12's own derivation. */
    private String spelling;

    private final DerivationBudget budget = new DerivationBudget();
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKeyInfo> keys = new ArrayList<>();

    private KeyFile(String password) {
        this.password = password;
        spelling = password;
    }

    /**
     * Opens a file of any kind.
     *
     * @param bytes PEM, PKCS#12, or anything else with a certificate or key in it; itself or as base64
     * @param password opens the file or the key in it; the empty string for none
     * @throws MalformedException if it is wrong in a way that has a message of its own
     * @throws PKCSException if the password does not open it
     */
    static KeyFile open(byte[] bytes, String password)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException, MalformedException {
        byte[] unwrapped = KeyText.unwrapped(bytes);
        Optional<List<KeyText.Part>> pem = KeyText.pem(unwrapped);
        KeyFile file = new KeyFile(LINE_BREAK.matcher(password).replaceFirst(""));
        if (pem.isEmpty()) {
            file.readBinary(unwrapped);
        }
        for (KeyText.Part part : pem.orElse(List.of())) {
            if (part.isKnownByContent()) {
                file.readBinary(part.der());
            } else {
                file.readPem(part.pem());
            }
        }
        return file;
    }

    private void readPem(String text)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                take(part);
            }
        }
    }

    /**
     * Recognizes the kind by the first parts: a PKCS#12 file and a key begin with a number, files with certificates and
     * encrypted keys do not. What stands behind is ignored, as other programs do.
     */
    private void readBinary(byte[] bytes)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException, MalformedException {
        if (bytes.length >= Integer.BYTES && ByteBuffer.wrap(bytes).getInt() == JAVA_KEY_STORE) {
            throw new MalformedException(Messages.KeyFile_javaKeyStore());
        }
        ASN1Sequence parts = sequence(bytes);
        ASN1Encodable first = parts.getObjectAt(0);
        ASN1Encodable second = parts.getObjectAt(1);
        if (first instanceof ASN1ObjectIdentifier) {
            take(org.bouncycastle.asn1.cms.ContentInfo.getInstance(parts));
        } else if (first instanceof ASN1Sequence && second instanceof ASN1OctetString) {
            take(new PKCS8EncryptedPrivateKeyInfo(EncryptedPrivateKeyInfo.getInstance(parts)));
        } else if (first instanceof ASN1Sequence) {
            take(new X509CertificateHolder(Certificate.getInstance(parts)));
        } else if (second instanceof ASN1Integer) {
            take(new PrivateKeyInfo(RSA, RSAPrivateKey.getInstance(parts)));
        } else if (parts.size() > 2 && parts.getObjectAt(2) instanceof ASN1OctetString) {
            take(PrivateKeyInfo.getInstance(parts));
        } else {
            readPkcs12(new PKCS12PfxPdu(Pfx.getInstance(parts)));
        }
    }

    private static ASN1Sequence sequence(byte[] bytes) throws IOException {
        try (ASN1InputStream in = new ASN1InputStream(bytes)) {
            ASN1Sequence parts = ASN1Sequence.getInstance(in.readObject());
            if (parts == null) {
                throw new EOFException("it is empty");
            }
            return parts;
        }
    }

    private void readPkcs12(PKCS12PfxPdu pfx)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        checkMac(pfx);
        for (ContentInfo content : pfx.getContentInfos()) {
            take(content);
        }
    }

    /** The certificates, in the order of the file. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** The private keys, in the order of the file. */
    List<PrivateKeyInfo> keys() {
        return keys;
    }

    private void checkMac(PKCS12PfxPdu pfx) throws OperatorCreationException, PKCSException {
        List<String> spellings = spellings();
        spelling = spellings.get(0);
        if (!pfx.hasMac()) {
            return;
        }
        for (String candidate : spellings) {
            budget.spend(pfx.toASN1Structure().getMacData());
            if (pfx.isMacValid(macOf(pfx), candidate.toCharArray())) {
                spelling = candidate;
                return;
            }
        }
        throw new PKCSException("the password does not fit");
    }

    /**
     * Programs do not agree on what an empty password is. And OpenSSL before 1.1.0 took each byte of UTF-8 for a character.
     *
     * @see <a href="https://docs.openssl.org/3.0/man7/passphrase-encoding/">passphrase-encoding</a>
     */
    private List<String> spellings() {
        String bytewise = new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return password.isEmpty()
                ? List.of(DerivationBudget.EMPTY_PASSWORD, password)
                : Stream.of(password, bytewise).distinct().toList();
    }

    private static PKCS12MacCalculatorBuilderProvider macOf(PKCS12PfxPdu pfx) {
        return PKCSObjectIdentifiers.id_PBMAC1.equals(pfx.getMacAlgorithmID().getAlgorithm())
                ? new BcPKCS12PBMac1CalculatorBuilderProvider()
                // Not through Java's interfaces, where Bouncy Castle has no MAC with SHA-384 and SHA-512.
                : new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE);
    }

    private void take(ContentInfo content)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        ASN1ObjectIdentifier type = content.getContentType();
        PKCS12SafeBagFactory bags;
        if (PKCSObjectIdentifiers.encryptedData.equals(type)) {
            bags = new PKCS12SafeBagFactory(content, budget.decryptor(password, spelling));
        } else if (PKCSObjectIdentifiers.data.equals(type)) {
            bags = new PKCS12SafeBagFactory(content);
        } else {
            return;
        }
        for (PKCS12SafeBag bag : bags.getSafeBags()) {
            take(bag.getBagValue());
        }
    }

    private void take(Object part)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        if (part instanceof X509CertificateHolder certificate) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
        } else if (part instanceof X509TrustedCertificateBlock trusted) {
            take(trusted.getCertificateHolder());
        } else if (part instanceof org.bouncycastle.asn1.cms.ContentInfo signed) {
            for (ASN1Encodable certificate : certificatesIn(signed)) {
                take(new X509CertificateHolder(Certificate.getInstance(certificate)));
            }
        } else if (part instanceof PrivateKeyInfo plain) {
            keys.add(plain);
        } else if (part instanceof PEMKeyPair pair) {
            keys.add(pair.getPrivateKeyInfo());
        } else if (part instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            InputDecryptorProvider decryptor = budget.decryptor(password, spelling);
            keys.add(encrypted.decryptPrivateKeyInfo(decryptor));
        } else if (part instanceof PEMEncryptedKeyPair encrypted) {
            keys.add(decrypted(encrypted));
        }
    }

    private static ASN1Set certificatesIn(org.bouncycastle.asn1.cms.ContentInfo content) {
        boolean signed = CMSObjectIdentifiers.signedData.equals(content.getContentType());
        ASN1Set certificates =
                signed ? SignedData.getInstance(content.getContent()).getCertificates() : null;
        return certificates == null ? new DERSet() : certificates;
    }

    /** Decrypts OpenSSL's own format, which hashes once. */
    private PrivateKeyInfo decrypted(PEMEncryptedKeyPair encrypted) throws IOException, PKCSException {
        try {
            return encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(PROVIDER)
                            .build(password.toCharArray()))
                    .getPrivateKeyInfo();
        } catch (IOException failed) {
            if (failed instanceof EncryptionException && failed.getCause() == null) {
                // No password was tried: the cipher is unknown.
                throw failed;
            }
            throw new PKCSException("the key was not decrypted", failed);
        }
    }
}
