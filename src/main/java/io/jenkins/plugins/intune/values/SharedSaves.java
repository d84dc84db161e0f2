package io.jenkins.plugins.intune.values;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets the steps of one build that save it at the same time share a save. Saving a Pipeline writes all of its branches, and
 * saving a build all of its records, so a save for each of a thousand would write a million.
 *
 * <p>A call while a save is under way waits for the next one, because the one under way may already be past what is to be
 * saved. Thread-safe; never blocks.
 */
public final class SharedSaves {

    /** The save under way of a build, and the one to follow. */
    private static final class Save {
        private CompletableFuture<Void> next;
        private Supplier<CompletableFuture<Void>> write;
    }

    /** The builds that are being saved. */
    private final Map<Object, Save> underWay = new HashMap<>();

    /**
     * Saves a build as it is at the time of this call, or later.
     *
     * @param build which build
     * @param write saves it; any step's way to do so serves them all
     * @return completes when what was there at the time of this call is saved
     */
    public CompletableFuture<Void> save(Object build, Supplier<CompletableFuture<Void>> write) {
        Save save;
        synchronized (underWay) {
            save = underWay.get(build);
            if (save != null) {
                if (save.next == null) {
                    save.next = new CompletableFuture<>();
                }
                save.write = write;
                return save.next.copy();
            }
            save = new Save();
            underWay.put(build, save);
        }
        CompletableFuture<Void> saved = new CompletableFuture<>();
        run(build, save, write, saved);
        return saved;
    }

    private void run(Object build, Save save, Supplier<CompletableFuture<Void>> write, CompletableFuture<Void> saved) {
        begin(write).whenComplete((nothing, failure) -> {
            CompletableFuture<Void> next;
            Supplier<CompletableFuture<Void>> nextWrite;
            synchronized (underWay) {
                next = save.next;
                nextWrite = save.write;
                save.next = null;
                save.write = null;
                if (next == null) {
                    underWay.remove(build);
                }
            }
            if (next != null) {
                run(build, save, nextWrite, next);
            }
            if (failure == null) {
                saved.complete(null);
            } else {
                saved.completeExceptionally(failure);
            }
        });
    }

    private static CompletableFuture<Void> begin(Supplier<CompletableFuture<Void>> write) {
        try {
            return Objects.requireNonNull(write.get());
        } catch (RuntimeException | Error unusable) {
            return CompletableFuture.failedFuture(unusable);
        }
    }
}
