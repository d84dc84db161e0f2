package io.jenkins.plugins.intune.graph;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one request asks of whoever runs it. Calls come from one thread at a time. */
public interface RequestHost extends BuildContext {

    /**
     * Puts the state on disk. Nothing is sent before the future completes; if it fails, nothing is sent.
     */
    CompletableFuture<Void> save(RequestState state);

    /**
     * A look-up has found the device.
     *
     * @return why it is not to be asked, or empty to go on
     */
    default Optional<String> objection(String deviceId) {
        return Optional.empty();
    }
}
