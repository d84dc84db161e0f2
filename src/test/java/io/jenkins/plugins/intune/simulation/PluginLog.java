package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.audit.AuditLine;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The assistance log of a controller, told of the requests of its builds as {@code AssistanceLog} tells it. */
final class PluginLog {

    private final AuditLog log;

    PluginLog(Machine machine, Scheduler scheduler) {
        log = new AuditLog(
                new SimulatedFiles(machine.controller.disk).getPath("/log"),
                () -> Duration.ofDays(365),
                machine,
                scheduler,
                machine.logReading(),
                machine.logWriting(),
                warning -> machine.controller.tell("warns: " + warning));
        log.start();
    }

    AuditLog log() {
        return log;
    }

    /** In whose name a build asks. */
    static Requester requester(SimulatedBuild build) {
        return new Requester("job", build.spec.number(), World.BEGINNING.plusNanos(build.begunAt), "", "");
    }

    CompletableFuture<Void> leaving(
            SimulatedBuild build, RequestPlan plan, RequestState state, String before, String cloud) {
        UUID replaces = before == null ? null : UUID.fromString(before);
        AuditLine.Asked line = line(build, state, RequestReport.of(plan, state, null), replaces, cloud);
        if (cloud == null) {
            log.resumed(line);
            return CompletableFuture.completedFuture(null);
        }
        return log.asked(line);
    }

    void ended(SimulatedBuild build, RequestState last, RequestReport report) {
        if (last.clientRequestId() != null) {
            log.ended(line(build, last, report, null, null), report.attempts() == 0 ? null : report.outcome());
        }
    }

    private static AuditLine.Asked line(
            SimulatedBuild build, RequestState state, RequestReport report, UUID replaces, String cloud) {
        return new AuditLine.Asked(
                UUID.fromString(state.clientRequestId()),
                replaces,
                state.sentAt(),
                cloud,
                report.deviceId(),
                report.device(),
                requester(build));
    }
}
