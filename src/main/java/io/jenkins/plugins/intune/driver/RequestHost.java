package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What one request needs of whoever runs it. Calls come from one thread at a time, and must not block unless they say so. */
public interface RequestHost extends RequestWitness {

    /**
     * Puts the state on disk. Nothing is sent before the future completes; if it fails, nothing is sent.
     */
    CompletableFuture<Void> save(RequestState state);

    /**
     * Completes if the build still waits for the request. If it does not, this fails, or aborts the request and never completes:
     * then nothing leaves. Asked for once the state is on disk; may take a while.
     */
    default CompletableFuture<Void> awaited() {
        return CompletableFuture.completedFuture(null);
    }

    /** Writes a line to the build's log. */
    void log(String line);

    /**
     * The request begins, or resumes. Comes from the thread that starts it, and may block.
     *
     * @param waiting tells at any time, and without blocking, what the request waits for; empty once it has ended
     */
    default void started(Supplier<Optional<Waiting>> waiting) {}

    /**
     * The device is known, and is about to be asked; a dry run only finds out what the answer would be.
     *
     * @param tenant whose device it is; unknown for a request that does not care what others have asked lately
     * @param busy gets the end of another request of the build that has to come before that is known
     * @return whether it may be; may take as long as another request for the same device
     */
    default CompletableFuture<Claim> claim(String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        return CompletableFuture.completedFuture(Claim.GRANTED);
    }
}
