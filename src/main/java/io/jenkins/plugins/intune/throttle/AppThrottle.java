package io.jenkins.plugins.intune.throttle;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

public final class AppThrottle {
    public Ticket queueWrite(Runnable called) { return null; }
    public CompletableFuture<Permit> takeRead(Priority p) { return null; }
    public void restore(Collection<Duration> ages, Duration held) {}
    public Duration heldFor() { return null; }
    public Duration timeFor(int n) { return null; }
}
