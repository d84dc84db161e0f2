package io.jenkins.plugins.intune.credentials;

import com.google.common.collect.MapMaker;
import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.values.Checked;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A certificate as it was opened, used for a minute: opening can take a second, by the choice of whoever made the file, and each
 * build looks its credential up every few seconds. That it cannot be used is remembered for some seconds, because finding that
 * out takes as long.
 *
 * <p>In memory only. The key is there for longer than that minute: here until the file is opened again or is gone, and in the
 * identity that its token belongs to ({@link io.jenkins.plugins.intune.entra.EntraTokens}). Whoever reads this memory finds what
 * opens the file as well.
 *
 * <p>Thread-safe; a thread waits for the one that opens the same certificate.
 */
final class OpenedCertificate {

    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Short, because another certificate may be good by then. */
    private static final long FAILURE_FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** As long as somebody has the file: a credential that is changed has another one. */
    private static final Map<Object, OpenedCertificate> BY_FILE =
            new MapMaker().weakKeys().makeMap();

    private CertificateProof proof;
    /** Why there is none, or {@code null}. */
    private InvalidInputException failure;

    private long openedAt;

    /**
     * Opens a certificate, unless that was done a moment ago.
     *
     * @param file what is opened, the same object each time, and with the same password
     * @param now when the certificate is to be good; of several in a file another one may be
     */
    static CertificateProof of(Object file, Instant now, Checked<CertificateProof> opening)
            throws InvalidInputException {
        return of(file, now, System.nanoTime(), opening);
    }

    /** @param nanos the time by a clock that never jumps */
    static CertificateProof of(Object file, Instant now, long nanos, Checked<CertificateProof> opening)
            throws InvalidInputException {
        return BY_FILE.computeIfAbsent(file, first -> new OpenedCertificate()).get(now, nanos, opening);
    }

    private synchronized CertificateProof get(Instant now, long nanos, Checked<CertificateProof> opening)
            throws InvalidInputException {
        if (failure != null && nanos - openedAt <= FAILURE_FRESH_NANOS) {
            throw failure;
        }
        if (proof == null || nanos - openedAt > FRESH_NANOS || !proof.isGood(now)) {
            open(opening);
        }
        return proof;
    }

    private void open(Checked<CertificateProof> opening) throws InvalidInputException {
        proof = null;
        failure = null;
        try {
            proof = opening.get();
        } catch (InvalidInputException wrong) {
            failure = wrong;
            throw wrong;
        } finally {
            openedAt = System.nanoTime();
        }
    }
}
