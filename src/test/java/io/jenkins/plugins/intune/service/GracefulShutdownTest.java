package io.jenkins.plugins.intune.service;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.driver.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What builds do when Jenkins stops. */
class GracefulShutdownTest {

    @Test
    void whatCannotGoOnAfterARestartIsAbortedHoweverHurriedJenkinsStops() {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        AtomicBoolean aborted = new AtomicBoolean();
        Operation<String> operation = new Operation<>() {
            @Override
            public CompletableFuture<String> start() {
                return outcome;
            }

            @Override
            public void abort() {
                aborted.set(true);
            }

            @Override
            public String status() {
                return "waiting";
            }

            @Override
            public boolean sending() {
                return false;
            }
        };
        GracefulShutdown shutdown = new GracefulShutdown();
        shutdown.add(null, operation, outcome, false);

        Thread.currentThread().interrupt();
        shutdown.onBeforeShutdown();

        assertTrue(Thread.interrupted(), "whoever has interrupted it is heard");
        assertTrue(aborted.get());
    }
}
