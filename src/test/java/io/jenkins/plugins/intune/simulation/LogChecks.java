package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import java.util.List;

/**
 * Whether the assistance log shows what the builds have said. Says nothing where the disk failed, and nothing of builds that
 * nobody resumed.
 */
final class LogChecks {

    private final Outside outside;
    private final List<Controller> controllers;

    LogChecks(Outside outside, List<Controller> controllers) {
        this.outside = outside;
        this.controllers = controllers;
    }

    void check() {
        for (Controller controller : controllers) {
            if (controller.lives() && controller.diskNeverFailed()) {
                controller.core().logged().ifPresent(entries -> check(controller, entries));
            }
        }
    }

    private void check(Controller controller, List<AuditEntry> entries) {
        for (SimulatedBuild build : controller.builds) {
            List<AuditEntry> own = entries.stream()
                    .filter(entry -> entry.requester().build() == build.spec.number())
                    .toList();
            if (build.endedAt == SimulatedBuild.NEVER || build.saveHung || diedSoonAfter(controller, build)) {
                continue;
            }
            for (AuditEntry entry : own) {
                if (entry.outcome() == null) {
                    found(build + " has ended, and the log says for ever that it is under way: " + entry);
                } else if (controller.starts(build.begunAt, build.endedAt) == 0 && !hasLeft(build, entry)) {
                    found(build + " has never sent what the log has: " + entry);
                }
            }
            if (!build.spec.dryRun()) {
                for (SimulatedStep step : build.steps) {
                    if (step.said != null) {
                        check(step, own);
                    }
                }
            }
        }
    }

    private static boolean hasLeft(SimulatedBuild build, AuditEntry entry) {
        return build.calls.stream()
                .anyMatch(call -> call.seemedToLeave()
                        && entry.clientRequestId().toString().equals(call.clientRequestId));
    }

    /** Its last lines may not have been on the disk, and whoever ended with a process is not asked again. */
    private static boolean diedSoonAfter(Controller controller, SimulatedBuild build) {
        return controller.starts(build.endedAt, Long.MAX_VALUE) > 0
                && controller.stillness.within(build.endedAt, build.endedAt + 3 * World.SECOND) > 0;
    }

    private void check(SimulatedStep step, List<AuditEntry> own) {
        Said.End end = step.said.end();
        boolean told = own.stream()
                .filter(entry -> entry.deviceId() == null
                        || entry.deviceId().equalsIgnoreCase(step.entry().device().id))
                .map(AuditEntry::outcome)
                .anyMatch(outcome -> outcome != null
                        && (outcome.isAccepted() || end == Said.End.IN_DOUBT && outcome == Outcome.IN_DOUBT));
        if ((end.saysAccepted() || end == Said.End.IN_DOUBT) && !told) {
            found(step + " said " + end + ", and the log has " + own);
        }
    }

    private void found(String message) {
        outside.world().findings.add(Finding.RECORD, message);
    }
}
