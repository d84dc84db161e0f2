package io.jenkins.plugins.intune.index;

import java.time.Instant;

/**
 * Which entries somebody wants to see.
 *
 * @param job the full name of their job; {@code null} for those of all jobs
 * @param text what a device's name or id, a job's name, or the id of the request must hold, without regard to case; empty for
 *     anything
 * @param who what the names of those who asked must hold, of the person and of the build's identity; empty for anybody
 * @param outcome the {@linkplain AuditEntry#outcomeId() outcome} that it must have; empty for any
 * @param from the earliest moment, {@code null} for none
 * @param until the moment before which it must be, {@code null} for none
 */
public record AuditFilter(String job, String text, String who, String outcome, Instant from, Instant until) {

    /** Takes {@code null} as empty. */
    public AuditFilter {
        text = text == null ? "" : text.strip();
        who = who == null ? "" : who.strip();
        outcome = outcome == null ? "" : outcome;
    }
}
