package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.request.Outcome;
import java.time.Instant;

/**
 * The latest request for a device.
 *
 * @param at when it left, or was about to
 * @param requester who asked
 * @param outcome how it ended, or {@code null} as long as that is not known
 */
public record LastAsked(Instant at, Requester requester, Outcome outcome) {

    LastAsked ended(Outcome how) {
        return new LastAsked(at, requester, how);
    }
}
