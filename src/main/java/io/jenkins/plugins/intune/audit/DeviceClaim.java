package io.jenkins.plugins.intune.audit;

import java.util.Optional;

/**
 * A device that is claimed for one request, so that no other one asks it meanwhile, or was not because another one came first.
 * Thread-safe.
 */
final class DeviceClaim {

    private final Optional<LastAsked> earlier;
    private final Runnable release;

    DeviceClaim(Optional<LastAsked> earlier, Runnable release) {
        this.earlier = earlier;
        this.release = release;
    }

    /** The request that came first, so that this one must not ask; empty if the device is claimed. */
    Optional<LastAsked> earlier() {
        return earlier;
    }

    /**
     * The request has ended: from now on the device counts as asked only if the request has left. Must be called however it
     * ended; more than once does no harm.
     */
    void release() {
        release.run();
    }
}
