package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.RequestReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which devices a build has asked, put together when the first of its requests in this run of Jenkins wants to know: from
 * what the build remembers of those that have ended, and from requests that resume after a restart. Thread-safe; never blocks.
 */
public final class BuildMemory {

    private CompletableFuture<AskedDevices> asked;
    /** Null until it is known which devices the build has asked. */
    private AskedDevices known;
    /** What has happened meanwhile. */
    private final List<Consumer<AskedDevices>> untold = new ArrayList<>();

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
            asked = CompletableFuture.supplyAsync(underWay, disk)
                    .thenCompose(Function.identity())
                    .thenApplyAsync(read, disk)
                    .thenApply(this::catchUp);
        }
        return asked;
    }

    private AskedDevices catchUp(AskedDevices devices) {
        List<Consumer<AskedDevices>> missed;
        synchronized (this) {
            known = devices;
            missed = List.copyOf(untold);
            untold.clear();
        }
        missed.forEach(news -> news.accept(devices));
        return devices;
    }

    /** A request has ended, as {@link AskedDevices#ended}: also if it looks under way to whoever reads later. */
    public void ended(String key, RequestReport report) {
        tell(devices -> devices.ended(key, report));
    }

    /** A step cannot resume after a restart, as {@link AskedDevices#abandon}, although it may still look as if it did. */
    public void abandon(String step) {
        tell(devices -> devices.abandon(step));
    }

    private void tell(Consumer<AskedDevices> news) {
        AskedDevices devices;
        synchronized (this) {
            devices = known;
            if (devices == null) {
                untold.add(news);
                return;
            }
        }
        news.accept(devices);
    }
}
