package io.jenkins.plugins.intune.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often a certificate is opened. */
class OpenedCertificateTest {

    private static final CertificateProof PROOF = proof(TestCertificate.goodFor(Duration.ofDays(90)));

    /** In nanoseconds: when what was wrong is looked at again, by far. */
    private static final long LATER = TimeUnit.MINUTES.toNanos(5);

    private final AtomicInteger opened = new AtomicInteger();
    private final Object file = new Object();

    private static CertificateProof proof(TestCertificate certificate) {
        return new CertificateProof(certificate.keys().getPrivate(), List.of(certificate.certificate()));
    }

    private CertificateProof open(Object file, Instant now) throws InvalidInputException {
        return OpenedCertificate.of(file, now, () -> {
            opened.incrementAndGet();
            return PROOF;
        });
    }

    @Test
    void buildsThatNeedOneAtOnceOpenItOnce() throws Exception {
        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(build -> CompletableFuture.runAsync(() -> {
                            try {
                                open(file, Instant.now());
                            } catch (InvalidInputException wrong) {
                                throw new AssertionError(wrong);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .get(60, TimeUnit.SECONDS);

        assertEquals(1, opened.get());
    }

    @Test
    void anotherFileIsAnotherCertificate() throws Exception {
        open(file, Instant.now());
        open(new Object(), Instant.now());

        assertEquals(2, opened.get());
    }

    @Test
    void oneThatIsOverIsOpenedAgainBecauseTheFileMayHaveAnother() throws Exception {
        open(file, Instant.now());
        open(file, Instant.now().plus(Duration.ofDays(91)));

        assertEquals(2, opened.get());
    }

    private void openWrong(long nanos) {
        InvalidInputException wrong = assertThrows(
                InvalidInputException.class,
                () -> OpenedCertificate.of(file, Instant.now(), nanos, () -> {
                    opened.incrementAndGet();
                    throw new InvalidInputException("certificate", "The password does not open it.");
                }));
        assertEquals("The password does not open it.", wrong.problem());
    }

    @Test
    void whatIsWrongIsFoundOutOnceInSomeSeconds() {
        long now = System.nanoTime();
        for (int build = 0; build < 100; build++) {
            openWrong(now);
        }
        assertEquals(1, opened.get());

        openWrong(now + LATER);
        assertEquals(2, opened.get());
    }

    @Test
    void whatWasWrongIsLookedAtAgain() throws Exception {
        long now = System.nanoTime();
        openWrong(now);

        OpenedCertificate.of(file, Instant.now(), now + LATER, () -> {
            opened.incrementAndGet();
            return PROOF;
        });
        open(file, Instant.now());

        assertEquals(2, opened.get());
    }
}
