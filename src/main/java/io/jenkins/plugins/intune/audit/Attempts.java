package io.jenkins.plugins.intune.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which attempts have replaced which. A crash can forget an attempt whose line is on disk already; the next one then replaces
 * the same attempt, and the forgotten one never left. Not thread-safe.
 */
final class Attempts {

    private record Attempt(UUID id, Instant at) {}

    /** The latest attempt that took an attempt's place, by the id of the one before. */
    private final Map<UUID, Attempt> next = new HashMap<>();

    /** Adds an attempt. Returns the id of the one that a crash made forgotten, or {@code null} for none. */
    UUID forgottenBy(AuditLine.Asked line) {
        Attempt added = new Attempt(line.id(), line.at());
        Attempt known = next.putIfAbsent(line.replaces(), added);
        if (known == null || known.id().equals(added.id())) {
            return null;
        }
        if (added.at().isBefore(known.at())) {
            return added.id();
        }
        next.put(line.replaces(), added);
        return known.id();
    }

    /** The attempt that has come in the place of this one, directly or not, or this one. */
    UUID latest(UUID id) {
        UUID latest = id;
        // Of damaged lines each could replace the other.
        Set<UUID> seen = new HashSet<>();
        for (Attempt after = next.get(id); after != null && seen.add(after.id()); after = next.get(latest)) {
            latest = after.id();
        }
        return latest;
    }

    void dropBefore(Instant moment) {
        next.values().removeIf(attempt -> attempt.at().isBefore(moment));
    }
}
