package io.jenkins.plugins.intune.simulation;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * Runs worlds on a thread that cannot wait, because there is no other that could end its waiting: a {@code join} of
 * what is still open fails there, instead of holding up the world for ever.
 */
final class SingleThread {

    /** Each caller has a thread of its own. */
    private static final ThreadLocal<SingleThread> OF_CALLER = ThreadLocal.withInitial(SingleThread::new);

    private static final ThreadLocal<Runnable> WATCHER = new ThreadLocal<>();

    /** It may have one thread, and tells when that one is about to wait and another one would be needed. */
    private final ForkJoinPool pool = new ForkJoinPool(
            1,
            ForkJoinPool.defaultForkJoinWorkerThreadFactory,
            null,
            false,
            1,
            1,
            1,
            full -> {
                WATCHER.get().run();
                return false;
            },
            1,
            TimeUnit.SECONDS);

    private SingleThread() {}

    static <T> T run(Callable<T> task) {
        return OF_CALLER.get().pool.submit(task).join();
    }

    /** From now on somebody is told when this thread tries to wait. */
    static void watch(Runnable watcher) {
        WATCHER.set(watcher);
    }
}
