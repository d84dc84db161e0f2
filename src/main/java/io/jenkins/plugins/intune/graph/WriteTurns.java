package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** Where requests queue for their turn to write. Thread-safe; never blocks. */
@FunctionalInterface
public interface WriteTurns {

    /**
     * Queues for a turn. Cancelling the future leaves the queue.
     *
     * @return a turn, possibly some time before it has come; it has to be given back in the end
     */
    CompletableFuture<WriteTurn> take();

    /**
     * Counts writes that were made before a restart, which Intune has not forgotten.
     *
     * @param ages how long ago each was made; what is negative counts as zero
     */
    default void recall(Collection<Duration> ages) {}
}
