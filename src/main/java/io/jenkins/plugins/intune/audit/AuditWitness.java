package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.RequestWitness;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Sent;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.PlainText;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells the assistance log of a build's requests. Thread-safe; never blocks.
 *
 * @param requester in whose name the build asks
 * @param news gets a request with its outcome when that is news; may be late
 */
public record AuditWitness(AuditLog log, Requester requester, Consumer<AuditEntry> news) implements RequestWitness {

    /** Longest name of a device, in characters. */
    private static final int MAX_NAME = 200;

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        RequestState told = tenant == null ? state.told() : state;
        Sent sent = told.sent();
        AuditLine.Asked line = line(
                RequestReport.of(plan, told, null),
                sent.sentAt(),
                tenant == null ? GraphTenant.UNKNOWN : tenant,
                sent.sequence());
        if (tenant != null) {
            return log.asked(line);
        }
        log.resumed(line);
        leaveBehind(state);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void givesWay(RequestState state) {
        Sent sent = state.sent();
        if (sent.logId() != null && !state.mayHaveLeft() && state.phase() != Phase.WATCHING) {
            AuditLine.Attempt doubt = state.isInDoubt() ? attempt(state.told().sent()) : null;
            log.unprocessed(UUID.fromString(sent.logId()), sent.sequence(), doubt);
        }
    }

    @Override
    public CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
        leaveBehind(last);
        return ended(report, last.sent().sequence());
    }

    private void leaveBehind(RequestState state) {
        Sent sent = state.sent();
        if (sent.leftBehind() != null) {
            AuditLine.Asked doubt = state.leftInDoubt()
                    .map(left -> line(RequestReport.brokenOff(left), left.sent().sequence()))
                    .orElse(null);
            log.leftBehind(UUID.fromString(sent.leftBehind()), doubt, sent.leftSequence(), news);
        }
    }

    private static AuditLine.Attempt attempt(Sent told) {
        return new AuditLine.Attempt(UUID.fromString(told.clientRequestId()), told.sentAt());
    }

    /**
     * A request broke off at a restart, and nothing goes on with it.
     *
     * @param last the state that was saved last
     * @return as {@link #ended}
     */
    public CompletableFuture<Void> brokenOff(RequestState last) {
        RequestReport report = RequestReport.brokenOff(last);
        if (!last.mayHaveReached()) {
            givesWay(last);
        }
        if (last.sent().logId() != null && last.wasSent()) {
            log.resumed(line(report, last.sent().sequence()));
        }
        leaveBehind(last);
        return ended(report, last.sent().sequence());
    }

    /** A request had ended before a restart, and a crash may have lost the last line. */
    public void endedBefore(RequestReport report) {
        if (report.logId() != null) {
            AuditLine.Asked line =
                    line(report, report.trace() == null ? 0 : report.trace().sequence());
            log.endedBefore(line, outcome(report), news);
        }
    }

    private CompletableFuture<Void> ended(RequestReport report, long sequence) {
        if (report.logId() == null) {
            return CompletableFuture.completedFuture(null);
        }
        AuditLine.Asked line = line(report, sequence);
        return log.ended(line, outcome(report), news);
    }

    private static Outcome outcome(RequestReport report) {
        return report.attempts() == 0 ? null : report.outcome();
    }

    private AuditLine.Asked line(RequestReport report, long sequence) {
        Instant sentAt =
                report.trace() == null ? report.startedAt() : report.trace().sentAt();
        return line(report, sentAt, GraphTenant.UNKNOWN, sequence);
    }

    private AuditLine.Asked line(RequestReport report, Instant sentAt, GraphTenant tenant, long sequence) {
        String device = report.deviceName() == null ? report.device() : report.deviceName();
        return new AuditLine.Asked(
                UUID.fromString(report.logId()),
                report.clientRequestId() == null ? null : UUID.fromString(report.clientRequestId()),
                sentAt,
                tenant,
                report.deviceId(),
                PlainText.oneLine(device, MAX_NAME),
                requester,
                sequence);
    }
}
