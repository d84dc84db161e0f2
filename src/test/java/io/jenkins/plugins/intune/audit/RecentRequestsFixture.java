package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.TENANT;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.device;

import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** Requests for devices, and whoever wants to know of them. */
abstract class RecentRequestsFixture extends AuditLogFixture {

    static final Duration QUARTER = Duration.ofMinutes(15);
    static final Requester EVE = new Requester("third", 1, TEN, "eve", "SYSTEM");

    @BeforeEach
    void read() {
        restart();
    }

    /** A request for the device of that number, now. */
    final AuditLine.Asked ask(int number) {
        AuditLine.Asked line = asked(number, bench.clock.now(), KIM);
        log.asked(line);
        bench.runDisk();
        return line;
    }

    /** Another request for the first device, now. */
    final AuditLine.Asked askFirst(int number, Requester requester) {
        AuditLine.Asked line = asked(number, bench.clock.now(), requester);
        line = new AuditLine.Asked(line.id(), null, line.at(), TENANT, device(1), "LAPTOP-1", requester, 0);
        log.asked(line);
        return line;
    }

    final Optional<LastAsked> last(Duration within) {
        CompletableFuture<Optional<LastAsked>> last = log.lastAsked(TENANT, device(1), within, EVE);
        bench.runDisk();
        return last.join();
    }

    final Optional<Requester> lastRequester() {
        return last(QUARTER).map(LastAsked::requester);
    }

    final DeviceClaim claim(Requester by) {
        CompletableFuture<DeviceClaim> claim = log.claim(TENANT, device(1), QUARTER, by);
        bench.runDisk();
        return claim.join();
    }

    final DeviceClaim claim() {
        return claim(EVE);
    }
}
