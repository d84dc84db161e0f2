package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.RequestState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one request needs of whoever runs it. Calls come from one thread at a time and must not block. */
public interface RequestHost extends RequestWitness {

    /**
     * Puts the state on disk. Nothing is sent before the future completes; if it fails, nothing is sent.
     */
    CompletableFuture<Void> save(RequestState state);

    /** Writes a line to the build's log. */
    void log(String line);

    /**
     * The device is known, and is about to be asked.
     *
     * @return why it is not to be asked here, or empty to go on
     */
    default CompletableFuture<Optional<String>> claim(String deviceId) {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
