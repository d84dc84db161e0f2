package io.jenkins.plugins.intune.credentials;

import com.google.common.collect.MapMaker;
import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.values.Checked;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A certificate as it was opened, kept for a minute: opening can take a second, by the choice of whoever made the file, and each
 * build looks its credential up every few seconds. In memory only. Thread-safe; a thread waits for the one that opens the same
 * certificate.
 */
final class OpenedCertificate {

    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** As long as somebody has the file: a credential that is changed has another one. */
    private static final Map<Object, OpenedCertificate> BY_FILE =
            new MapMaker().weakKeys().makeMap();

    private CertificateProof proof;
    private long openedAt;

    /**
     * Opens a certificate, unless that was done a moment ago.
     *
     * @param file what is opened, the same object each time
     * @param now when the certificate is to be good; of several in a file another one may be
     */
    static CertificateProof of(Object file, Instant now, Checked<CertificateProof> opening)
            throws InvalidInputException {
        return BY_FILE.computeIfAbsent(file, first -> new OpenedCertificate()).get(now, opening);
    }

    private synchronized CertificateProof get(Instant now, Checked<CertificateProof> opening)
            throws InvalidInputException {
        if (proof == null || System.nanoTime() - openedAt > FRESH_NANOS || !proof.isGood(now)) {
            proof = opening.get();
            openedAt = System.nanoTime();
        }
        return proof;
    }
}
