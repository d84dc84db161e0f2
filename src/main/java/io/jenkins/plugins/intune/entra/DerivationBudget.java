package io.jenkins.plugins.intune.entra;

import java.io.Serial;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * How much may be computed to open one file. A file names itself how often a password is hashed before it opens, up to two
 * billion times, and may ask for that several times over; whoever may store a certificate could keep the controller busy for
 * hours. So every derivation is counted before it begins, and one that exceeds the budget does not begin.
 *
 * <p>Used for one file, by one thread.
 */
final class DerivationBudget {

    /**
     * Most hashes for one file: about two seconds of a slow processor. OpenSSL uses some 2,000 for a derivation, Java 10,000,
     * and a cautious administrator 600,000; a PKCS#12 file has up to three.
     */
    static final int MAX_HASHES = 2_000_000;

    /** Longest key that a derivation may yield, in bytes: far more than any cipher or MAC takes. */
    private static final int MAX_KEY = 1_024;

    /** Bytes that one hash of PBKDF2 yields: a longer key takes as many hashes again. SHA-256's; SHA-1 yields 20. */
    private static final int HASH = 32;

    /** Blocks of 128 bytes that scrypt keeps in memory: 32 MiB. OpenSSL uses 16. */
    private static final int MAX_SCRYPT_BLOCKS = 262_144;

    /**
     * An empty password for functions that want at least one character: HMAC fills a password up with zeros, so that this one
     * has the very same hash. In PKCS#12's own derivation, it is the empty password as Java and OpenSSL write it: two zero
     * bytes, which hash as any other number of them, and not none.
     */
    static final String EMPTY_PASSWORD = "\0";

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** Opening the file would take too long, or too much memory. */
    static final class TooCostlyException extends OperatorCreationException {

        @Serial
        private static final long serialVersionUID = 1L;

        TooCostlyException(BigInteger hashes) {
            super("too many rounds of key derivation: " + hashes);
        }
    }

    private BigInteger left = BigInteger.valueOf(MAX_HASHES);

    /**
     * Decrypts what a password protects, within the budget.
     *
     * @param spelling the password as PKCS#12's own derivation takes it
     */
    InputDecryptorProvider decryptor(String password, String spelling) {
        return algorithm -> {
            spend(algorithm);
            return decryptorFor(algorithm, password, spelling).get(algorithm);
        };
    }

    private static InputDecryptorProvider decryptorFor(AlgorithmIdentifier algorithm, String password, String spelling)
            throws OperatorCreationException {
        if (isPkcs5(algorithm)) {
            return new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(password.toCharArray());
        }
        boolean ofPkcs12 = algorithm.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_12PbeIds);
        String ofPkcs5 = password.isEmpty() ? EMPTY_PASSWORD : password;
        return new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(PROVIDER)
                .build((ofPkcs12 ? spelling : ofPkcs5).toCharArray());
    }

    /** Counts a decryption. */
    void spend(AlgorithmIdentifier encryption) throws OperatorCreationException {
        ASN1Encodable parameters = encryption.getParameters();
        if (encryption.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
            pay(PKCS12PBEParams.getInstance(parameters).getIterations());
        } else if (PKCSObjectIdentifiers.id_PBES2.equals(encryption.getAlgorithm())) {
            spendForKey(AlgorithmIdentifier.getInstance(
                    PBES2Parameters.getInstance(parameters).getKeyDerivationFunc()));
        } else if (isPkcs5(encryption)) {
            pay(PBEParameter.getInstance(parameters).getIterationCount());
        } else {
            throw unknown(encryption);
        }
    }

    /** Counts the check of a file's integrity. */
    void spend(MacData mac) throws OperatorCreationException {
        AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
        if (PKCSObjectIdentifiers.id_PBMAC1.equals(algorithm.getAlgorithm())) {
            spendForKey(PBMAC1Params.getInstance(algorithm.getParameters()).getKeyDerivationFunc());
        } else {
            pay(mac.getIterationCount());
        }
    }

    private void spendForKey(AlgorithmIdentifier derivation) throws OperatorCreationException {
        if (PKCSObjectIdentifiers.id_PBKDF2.equals(derivation.getAlgorithm())) {
            PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
            pay(pbkdf2.getIterationCount().multiply(BigInteger.valueOf(hashes(pbkdf2.getKeyLength()))));
        } else if (MiscObjectIdentifiers.id_scrypt.equals(derivation.getAlgorithm())) {
            ScryptParams scrypt = ScryptParams.getInstance(derivation.getParameters());
            hashes(scrypt.getKeyLength());
            BigInteger blocks = scrypt.getCostParameter().multiply(scrypt.getBlockSize());
            if (blocks.compareTo(BigInteger.valueOf(MAX_SCRYPT_BLOCKS)) > 0) {
                throw new TooCostlyException(blocks);
            }
            // Mixing a block costs about as much as a hash.
            pay(blocks.multiply(scrypt.getParallelizationParameter()));
        } else {
            throw unknown(derivation);
        }
    }

    /**
     * How many hashes a key of this length takes at most.
     *
     * @param keyLength in bytes, or {@code null} if the cipher decides
     */
    private static int hashes(BigInteger keyLength) throws OperatorCreationException {
        if (keyLength == null) {
            return 1;
        }
        if (keyLength.signum() <= 0) {
            throw new OperatorCreationException("a key of no length");
        }
        if (keyLength.compareTo(BigInteger.valueOf(MAX_KEY)) > 0) {
            throw new TooCostlyException(keyLength);
        }
        return (keyLength.intValue() + HASH - 1) / HASH;
    }

    private void pay(BigInteger hashes) throws OperatorCreationException {
        if (hashes.signum() <= 0) {
            throw new OperatorCreationException("no rounds of key derivation");
        }
        if (hashes.compareTo(left) > 0) {
            throw new TooCostlyException(hashes);
        }
        left = left.subtract(hashes);
    }

    private static OperatorCreationException unknown(AlgorithmIdentifier algorithm) {
        return new OperatorCreationException("unknown algorithm " + algorithm.getAlgorithm());
    }

    /** Whether it is one of the oldest kind, from PKCS#5 version 1.5. */
    private static boolean isPkcs5(AlgorithmIdentifier algorithm) {
        return PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC.equals(algorithm.getAlgorithm())
                || PKCSObjectIdentifiers.pbeWithMD5AndRC2_CBC.equals(algorithm.getAlgorithm())
                || PKCSObjectIdentifiers.pbeWithSHA1AndDES_CBC.equals(algorithm.getAlgorithm())
                || PKCSObjectIdentifiers.pbeWithSHA1AndRC2_CBC.equals(algorithm.getAlgorithm());
    }
}
