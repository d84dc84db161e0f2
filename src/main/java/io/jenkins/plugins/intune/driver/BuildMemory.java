package io.jenkins.plugins.intune.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which devices a build has asked, put together when the first of its requests in this run of Jenkins wants to know: from
 * what the build remembers of those that have ended, and from requests that resume after a restart. Thread-safe; never blocks.
 */
public final class BuildMemory {

    private CompletableFuture<AskedDevices> asked;
    /** The steps that cannot resume, which may still look as if they did. */
    private final List<String> abandoned = new ArrayList<>();

    /**
     * The devices. Fails if what the build remembers cannot be read; the next call tries again.
     *
     * @param disk where reading may block
     * @param underWay finds out what resumes after a restart; may block at first
     * @param read reads what the build remembers; may block
     */
    public synchronized <T> CompletableFuture<AskedDevices> devices(
            Executor disk, Supplier<CompletableFuture<T>> underWay, Function<T, AskedDevices> read) {
        if (asked == null || asked.isCompletedExceptionally()) {
            // A request that ends meanwhile reports that afterwards.
            asked = CompletableFuture.supplyAsync(underWay, disk)
                    .thenCompose(Function.identity())
                    .thenApplyAsync(read, disk)
                    .thenApply(this::withoutAbandoned);
        }
        return asked;
    }

    private synchronized AskedDevices withoutAbandoned(AskedDevices devices) {
        abandoned.forEach(devices::abandon);
        return devices;
    }

    /** A step cannot resume after a restart, as {@link AskedDevices#abandon}. */
    public synchronized void abandon(String step) {
        abandoned.add(step);
        if (asked != null) {
            asked.thenAccept(devices -> devices.abandon(step));
        }
    }
}
