package io.jenkins.plugins.intune.service;

import io.jenkins.plugins.intune.graph.WriteTurn;
import io.jenkins.plugins.intune.graph.WriteTurns;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Turns to write, until Jenkins stops: whoever asks for one then gets none, and goes on after the restart.
 *
 * @param turns where the app's writes queue
 * @param stopping whether Jenkins stops
 */
record TurnsUntilStop(WriteTurns turns, BooleanSupplier stopping) implements WriteTurns {

    @Override
    public CompletableFuture<WriteTurn> take() {
        return stopping.getAsBoolean() ? new CompletableFuture<>() : turns.take();
    }

    @Override
    public void recall(Collection<Duration> ages) {
        turns.recall(ages);
    }
}
