package io.jenkins.plugins.intune.audit;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The attempts that go on in this Jenkins: what is told of their ends is waited for. Thread-safe. */
final class Ongoing {

    /** How a request that ends has gone on until now. */
    enum Kind {
        /** It was begun here. */
        BEGUN,
        /** It has gone on here since a restart. */
        RESUMED,
        /** Its latest attempt never left and was not told, but the one before it goes on here. */
        UNTOLD,
        /** It does not go on here: it was begun elsewhere or before a restart, or has ended before. */
        UNKNOWN
    }

    /** Begun here; the futures complete when their lines are on disk. */
    private final Map<UUID, CompletableFuture<Void>> begun = new ConcurrentHashMap<>();
    /** May have left before a restart. */
    private final Set<UUID> resumed = ConcurrentHashMap.newKeySet();

    /**
     * An attempt is about to leave.
     *
     * @param noted puts it on disk; runs once for the same attempt
     */
    CompletableFuture<Void> begin(AuditLine.Asked line, Supplier<CompletableFuture<Void>> noted) {
        replace(line);
        return begun.computeIfAbsent(line.id(), fresh -> noted.get());
    }

    /** An attempt that may have left before a restart goes on. */
    void resume(AuditLine.Asked line) {
        replace(line);
        resumed.add(line.id());
    }

    /** A request has ended, or more is known of its end. */
    Kind end(AuditLine.Asked line) {
        boolean replaced = replace(line);
        boolean wasBegun = begun.remove(line.id()) != null;
        boolean wasResumed = resumed.remove(line.id());
        if (wasBegun) {
            return Kind.BEGUN;
        }
        return wasResumed ? Kind.RESUMED : replaced ? Kind.UNTOLD : Kind.UNKNOWN;
    }

    /**
     * An attempt in whose place another one has come does not go on any more.
     *
     * @return whether there was one
     */
    private boolean replace(AuditLine.Asked line) {
        UUID before = line.replaces();
        boolean begunHere = before != null && begun.remove(before) != null;
        return before != null && resumed.remove(before) || begunHere;
    }
}
