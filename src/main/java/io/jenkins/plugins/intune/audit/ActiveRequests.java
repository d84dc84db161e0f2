package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.trail.AuditLine;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The requests under way in this Jenkins. Only the ends of these are waited for. Thread-safe. */
final class ActiveRequests {

    /** Where a request that ends was begun. */
    enum Kind {
        /** It was begun here. */
        BEGUN,
        /** It was resumed here after a restart, or is continued by a later step of its build. */
        RESUMED,
        /** It is not under way here: it was begun elsewhere or before a restart, or has ended before. */
        UNKNOWN
    }

    /** @param noted completes when the attempt is on disk */
    private record Begun(UUID attempt, CompletableFuture<Void> noted) {}

    private final Map<UUID, Begun> begun = new ConcurrentHashMap<>();
    private final Set<UUID> resumed = ConcurrentHashMap.newKeySet();

    /**
     * An attempt is about to leave.
     *
     * @param noted puts it on disk; runs once for the same attempt
     */
    CompletableFuture<Void> begin(AuditLine.Asked line, Supplier<CompletableFuture<Void>> noted) {
        return begun.compute(
                        line.id(),
                        (id, before) -> before != null && before.attempt().equals(line.attempt())
                                ? before
                                : new Begun(line.attempt(), noted.get()))
                .noted();
    }

    /** A request that may have left is resumed. */
    void resume(UUID id) {
        resumed.add(id);
    }

    /** A request has ended, or more is known of its end. */
    Kind end(UUID id) {
        boolean wasBegun = begun.remove(id) != null;
        boolean wasResumed = resumed.remove(id);
        if (wasBegun) {
            return Kind.BEGUN;
        }
        return wasResumed ? Kind.RESUMED : Kind.UNKNOWN;
    }
}
