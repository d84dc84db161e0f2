package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.standin.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Makes files with keys in them that ask for too many rounds of key derivation. */
public final class Pkcs12Builder {

    /** The password of all files that are made here. */
    public static final String PASSWORD = "open sesame";

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final TestCertificate app;
    private final List<PKCS12SafeBag> inTheOpen = new ArrayList<>();
    private final List<PKCS12SafeBag> encrypted = new ArrayList<>();

    Pkcs12Builder(TestCertificate app) {
        this.app = app;
    }

    /** Something to encrypt with AES, with so many rounds of PBKDF2. */
    private static OutputEncryptor encryptor(int rounds) {
        try {
            return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(PROVIDER)
                    .setIterationCount(rounds)
                    .build(PASSWORD.toCharArray());
        } catch (org.bouncycastle.operator.OperatorCreationException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** A whole file as programs wrote it until 2021: all of it by PKCS#12's own derivation. */
    public static byte[] legacy(TestCertificate app, String password) throws Exception {
        OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(
                        PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)
                .setProvider(PROVIDER)
                .build(password.toCharArray());
        return new PKCS12PfxPduBuilder()
                .addEncryptedData(encryptor, new JcaPKCS12SafeBagBuilder(app.certificate()).build())
                .addData(new JcaPKCS12SafeBagBuilder(app.keys().getPrivate(), encryptor).build())
                .build(new JcePKCS12MacCalculatorBuilder().setProvider(PROVIDER), password.toCharArray())
                .getEncoded();
    }

    /** A whole file whose integrity is checked with this digest. */
    static byte[] withMac(TestCertificate app, ExtendedDigest digest) throws Exception {
        AlgorithmIdentifier found = new DefaultDigestAlgorithmIdentifierFinder().find(digest.getAlgorithmName());
        // OpenSSL writes the parameters, which are none.
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(found.getAlgorithm(), DERNull.INSTANCE);
        OutputEncryptor encryptor = encryptor(2_048);
        return new PKCS12PfxPduBuilder()
                .addEncryptedData(encryptor, new JcaPKCS12SafeBagBuilder(app.certificate()).build())
                .addData(new JcaPKCS12SafeBagBuilder(app.keys().getPrivate(), encryptor).build())
                .build(new BcPKCS12MacCalculatorBuilder(digest, algorithm), PASSWORD.toCharArray())
                .getEncoded();
    }

    /** The app's key with so many rounds of key derivation, all of them done. */
    PKCS8EncryptedPrivateKeyInfo key(int rounds) {
        return new org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder(
                        app.keys().getPrivate())
                .build(encryptor(rounds));
    }

    /** An encrypted key that claims to need this to be opened. */
    static PKCS8EncryptedPrivateKeyInfo claiming(AlgorithmIdentifier derivation) {
        ASN1EncodableVector pbes2 = new ASN1EncodableVector();
        pbes2.add(new KeyDerivationFunc(derivation.getAlgorithm(), derivation.getParameters()));
        pbes2.add(new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2, PBES2Parameters.getInstance(new DERSequence(pbes2)));
        return new PKCS8EncryptedPrivateKeyInfo(new EncryptedPrivateKeyInfo(algorithm, new byte[1232]));
    }

    /** A certificate and such a key, as PEM. */
    static byte[] pem(TestCertificate app, PKCS8EncryptedPrivateKeyInfo key) throws IOException {
        String text = new String(TestCertificate.pem(app.certificate()), StandardCharsets.US_ASCII)
                + "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A PEM file that takes half an hour to open. */
    public static byte[] pemOfHalfAnHour(TestCertificate app) throws IOException {
        return pem(app, claiming(pbkdf2(Integer.MAX_VALUE)));
    }

    static AlgorithmIdentifier pbkdf2(long rounds) {
        ASN1EncodableVector parameters = new ASN1EncodableVector();
        parameters.add(new DEROctetString(new byte[16]));
        parameters.add(new ASN1Integer(rounds));
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBKDF2, PBKDF2Params.getInstance(new DERSequence(parameters)));
    }

    static AlgorithmIdentifier scrypt(int cost, int blockSize, int parallel) {
        return new AlgorithmIdentifier(
                MiscObjectIdentifiers.id_scrypt, new ScryptParams(new byte[16], cost, blockSize, parallel));
    }

    Pkcs12Builder certificate() {
        try {
            encrypted.add(new JcaPKCS12SafeBagBuilder(app.certificate()).build());
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Pkcs12Builder inTheOpen(PKCS8EncryptedPrivateKeyInfo key) {
        inTheOpen.add(bag(key));
        return this;
    }

    Pkcs12Builder withinWhatIsEncrypted(PKCS8EncryptedPrivateKeyInfo key) {
        encrypted.add(bag(key));
        return this;
    }

    private static PKCS12SafeBag bag(PKCS8EncryptedPrivateKeyInfo key) {
        return new PKCS12SafeBag(new org.bouncycastle.asn1.pkcs.SafeBag(
                PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, key.toASN1Structure()));
    }

    /** @param contentRounds rounds of key derivation for the part that is encrypted as a whole */
    byte[] build(int contentRounds) {
        try {
            PKCS12PfxPduBuilder file = new PKCS12PfxPduBuilder();
            if (!encrypted.isEmpty()) {
                file.addEncryptedData(encryptor(contentRounds), encrypted.toArray(new PKCS12SafeBag[0]));
            }
            inTheOpen.forEach(bag -> addTo(file, bag));
            return file.build(new JcePKCS12MacCalculatorBuilder().setProvider(PROVIDER), PASSWORD.toCharArray())
                    .getEncoded();
        } catch (IOException | org.bouncycastle.pkcs.PKCSException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void addTo(PKCS12PfxPduBuilder file, PKCS12SafeBag bag) {
        try {
            file.addData(bag);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A file whose check of integrity claims to need so many rounds. */
    static byte[] withMacRounds(byte[] file, int rounds) {
        Pfx pfx = Pfx.getInstance(file);
        MacData mac = pfx.getMacData();
        try {
            return new Pfx(pfx.getAuthSafe(), new MacData(mac.getMac(), mac.getSalt(), rounds)).getEncoded();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A file whose check of integrity, of the newest kind, claims to need so many rounds for a key of so many bytes. */
    static byte[] withNewestMac(byte[] file, int rounds, int keyLength) {
        Pfx pfx = Pfx.getInstance(file);
        PBKDF2Params derivation = new PBKDF2Params(
                new byte[16],
                rounds,
                keyLength,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE));
        AlgorithmIdentifier mac = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBMAC1,
                new PBMAC1Params(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, derivation),
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE)));
        try {
            return new Pfx(pfx.getAuthSafe(), new MacData(new DigestInfo(mac, new byte[32]), new byte[16], 1))
                    .getEncoded();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
