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
            log.unprocessed(UUID.fromString(state.attemptId()));
        }
    }

    @Override
    public CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
        return ended(last, report);
    }

    /**
     * A request had ended before a restart, and a crash may have lost the last line.
     *
     * @param last the state that it ended with, as far as it is known
     */
    public void endedBefore(RequestState last, RequestReport report) {
        ended(last, report);
    }

    /**
     * A request broke off at a restart, and nothing goes on with it.
     *
     * @param last the state that was saved last
     * @return as {@link #ended}
     */
    public CompletableFuture<Void> brokenOff(RequestState last) {
        RequestReport report = RequestReport.brokenOff(last);
        if (last.clientRequestId() != null) {
            log.resumed(line(last, report, GraphTenant.UNKNOWN));
        }
        return ended(last, report);
    }

    private CompletableFuture<Void> ended(RequestState last, RequestReport report) {
        if (last.clientRequestId() == null) {
            return CompletableFuture.completedFuture(null);
        }
        AuditLine.Asked line = line(last, report, GraphTenant.UNKNOWN);
        Outcome outcome = report.attempts() == 0 ? null : report.outcome();
        return log.ended(line, outcome, id -> {
            if (outcome != null) {
                news.accept(line.as(id), outcome);
            }
        });
    }

    private AuditLine.Asked line(RequestState state, RequestReport report, GraphTenant tenant) {
        String device = report.deviceName() == null ? report.device() : report.deviceName();
        return new AuditLine.Asked(
                UUID.fromString(state.attemptId()),
                state.replaces() == null ? null : UUID.fromString(state.replaces()),
                state.sentAt(),
                tenant,
                report.deviceId(),
                PlainText.oneLine(device, MAX_NAME),
                requester);
    }
}
