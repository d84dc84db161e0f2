package io.jenkins.plugins.intune.entra;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;

/**
 * What is in a file, in its order: certificates, and keys, decrypted. Nothing is computed without a look at the {@link
 * DerivationBudget} first, which is why PKCS#12 is not read by Java's own key store: that has no such thing, and reads what is
 * encrypted within what is encrypted.
 *
 * <p>Used once, by one thread.
 */
final class KeyFile {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private String password;
    private final DerivationBudget budget = new DerivationBudget();
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKeyInfo> keys = new ArrayList<>();

    private KeyFile(String password) {
        this.password = password;
    }

    /** Reads PEM. */
    static KeyFile pem(String text, String password)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        KeyFile file = new KeyFile(password);
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                file.take(part);
            }
        }
        return file;
    }

    /** Reads PKCS#12. */
    static KeyFile pkcs12(byte[] bytes, String password)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        KeyFile file = new KeyFile(password);
        PKCS12PfxPdu pfx = new PKCS12PfxPdu(bytes);
        file.checkMac(pfx);
        for (ContentInfo content : pfx.getContentInfos()) {
            file.take(content);
        }
        return file;
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
        // Programs do not agree on what an empty password is.
        List<String> spellings =
                password.isEmpty() ? List.of(DerivationBudget.EMPTY_PASSWORD, password) : List.of(password);
        if (!pfx.hasMac()) {
            password = spellings.get(0);
            return;
        }
        for (String spelling : spellings) {
            budget.spend(pfx.toASN1Structure().getMacData());
            if (pfx.isMacValid(macOf(pfx), spelling.toCharArray())) {
                password = spelling;
                return;
            }
        }
        throw new PKCSException("the password does not fit");
    }

    private static PKCS12MacCalculatorBuilderProvider macOf(PKCS12PfxPdu pfx) {
        return PKCSObjectIdentifiers.id_PBMAC1.equals(pfx.getMacAlgorithmID().getAlgorithm())
                ? new BcPKCS12PBMac1CalculatorBuilderProvider()
                : new JcePKCS12MacCalculatorBuilderProvider().setProvider(PROVIDER);
    }

    private void take(ContentInfo content)
            throws IOException, GeneralSecurityException, OperatorCreationException, PKCSException {
        ASN1ObjectIdentifier type = content.getContentType();
        PKCS12SafeBagFactory bags;
        if (PKCSObjectIdentifiers.encryptedData.equals(type)) {
            bags = new PKCS12SafeBagFactory(content, budget.decryptor(password));
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
        } else if (part instanceof PrivateKeyInfo plain) {
            keys.add(plain);
        } else if (part instanceof PEMKeyPair pair) {
            keys.add(pair.getPrivateKeyInfo());
        } else if (part instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            InputDecryptorProvider decryptor = budget.decryptor(password);
            keys.add(encrypted.decryptPrivateKeyInfo(decryptor));
        } else if (part instanceof PEMEncryptedKeyPair encrypted) {
            // OpenSSL's own notation, which hashes once.
            keys.add(encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(PROVIDER)
                            .build(password.toCharArray()))
                    .getPrivateKeyInfo());
        }
    }
}
