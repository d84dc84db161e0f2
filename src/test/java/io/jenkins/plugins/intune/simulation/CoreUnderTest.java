package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.index.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The core as one controller has it from its start to its death: what all its builds share, made anew each time. It lives on
 * what the {@link Machine} and the {@link BuildPort} give it, and on nothing else: no thread, clock or random number of its
 * own.
 */
interface CoreUnderTest {

    /** Begins a build, or resumes it after a restart. */
    Run begin(BuildPort port);

    /** What the core still holds although no build is running, a phrase each. */
    List<String> leftovers();

    /** How many timers may stand although nothing is left, because all tasks share them. */
    default int sharedTimers() {
        return 0;
    }

    /** What the assistance log shows, the latest first; empty if there is none. */
    default Optional<List<AuditEntry>> logged() {
        return Optional.empty();
    }

    /** Whether it tries again what may pass. */
    default boolean isPatient() {
        return false;
    }

    /** A build that is running. */
    interface Run {

        /** What the build says in the end. */
        CompletableFuture<Said> said();

        /** Somebody aborts the build. */
        void abort();
    }

    /** Makes the core when a controller starts. */
    @FunctionalInterface
    interface Maker {

        CoreUnderTest make(Machine machine, Outside outside);
    }
}
