package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.RequestWitness;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.PlainText;
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
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, String before, GraphTenant tenant) {
        UUID replaces = before == null ? null : UUID.fromString(before);
        AuditLine.Asked line = line(
                state, RequestReport.of(plan, state, null), replaces, tenant == null ? GraphTenant.UNKNOWN : tenant);
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
        AuditLine.Asked line = line(last, report, null, GraphTenant.UNKNOWN);
        Outcome outcome = report.attempts() == 0 ? null : report.outcome();
        log.ended(line, outcome).thenAccept(isNews -> {
            if (isNews && outcome != null) {
                news.accept(line, outcome);
            }
        });
    }

    private AuditLine.Asked line(RequestState state, RequestReport report, UUID replaces, GraphTenant tenant) {
        String device = report.deviceName() == null ? report.device() : report.deviceName();
        return new AuditLine.Asked(
                UUID.fromString(state.clientRequestId()),
                replaces,
                state.sentAt(),
                tenant,
                report.deviceId(),
                PlainText.oneLine(device, MAX_NAME),
                requester);
    }
}
