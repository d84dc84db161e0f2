package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.RequestWitness;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.PlainText;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Tells the assistance log of a build's requests. Thread-safe; never blocks.
 *
 * @param requester in whose name the build asks
 * @param news gets a request and its outcome when that is news; may be late
 */
public record AuditWitness(AuditLog log, Requester requester, BiConsumer<AuditLine.Asked, Outcome> news)
        implements RequestWitness {

    /** Longest name of a device, in characters. */
    private static final int MAX_NAME = 200;

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        AuditLine.Asked line =
                line(state, RequestReport.of(plan, state, null), tenant == null ? GraphTenant.UNKNOWN : tenant);
        if (tenant == null) {
            log.resumed(line);
            return CompletableFuture.completedFuture(null);
        }
        return log.asked(line);
    }

    @Override
    public void backsOff(RequestState state) {
        if (state.clientRequestId() != null && !state.mayHaveReached()) {
            log.unprocessed(UUID.fromString(state.clientRequestId()));
        }
    }

    @Override
    public void ended(RequestPlan plan, RequestState last, RequestReport report) {
        if (last.clientRequestId() == null) {
            return;
        }
        ended(line(last, report, GraphTenant.UNKNOWN), report.attempts() == 0 ? null : report.outcome());
    }

    /** A request had ended, or broken off, before a restart, and a crash may have lost the last line. */
    public void endedBefore(RequestReport report) {
        if (report.trace() != null && report.clientRequestId() != null) {
            UUID id = UUID.fromString(report.clientRequestId());
            ended(line(id, null, report.trace().sentAt(), report, GraphTenant.UNKNOWN), report.outcome());
        }
    }

    private void ended(AuditLine.Asked line, Outcome outcome) {
        log.ended(line, outcome).thenAccept(isNews -> {
            if (isNews && outcome != null) {
                news.accept(line, outcome);
            }
        });
    }

    private AuditLine.Asked line(RequestState state, RequestReport report, GraphTenant tenant) {
        UUID replaces = state.replaces() == null ? null : UUID.fromString(state.replaces());
        return line(UUID.fromString(state.clientRequestId()), replaces, state.sentAt(), report, tenant);
    }

    private AuditLine.Asked line(UUID id, UUID replaces, Instant sentAt, RequestReport report, GraphTenant tenant) {
        String device = report.deviceName() == null ? report.device() : report.deviceName();
        return new AuditLine.Asked(
                id, replaces, sentAt, tenant, report.deviceId(), PlainText.oneLine(device, MAX_NAME), requester);
    }
}
