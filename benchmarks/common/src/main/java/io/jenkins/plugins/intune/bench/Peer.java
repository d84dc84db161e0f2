package io.jenkins.plugins.intune.bench;

import java.util.concurrent.CompletableFuture;

/**
 * One way to ask for remote assistance. Has a public constructor that takes {@link Endpoints}; gets its token on the
 * first call and keeps it as its library does. Thread-safe.
 */
public interface Peer extends AutoCloseable {

    /**
     * Asks for one device.
     *
     * @return completes when the answer was 204, and fails on everything else; a {@linkplain #blocking() blocking} peer
     *     returns when it is complete
     */
    CompletableFuture<Void> action(String device);

    /** Whether a call holds its thread, so that each caller needs one of its own. */
    default boolean blocking() {
        return false;
    }

    @Override
    default void close() {}
}
