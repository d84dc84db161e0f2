package io.jenkins.plugins.intune.service;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.intune.driver.Operation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What builds do at this moment. Lets answers that are on their way arrive before Jenkins stops: a request whose answer is
 * thrown away is in doubt after the restart. And ends what a build still does that has ended. Thread-safe.
 *
 * <p>Jenkins tells its listeners before it suspends Pipelines and closes this plugin's connections, so what is learnt here
 * still becomes part of what they save.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class GracefulShutdown extends ItemListener {

    /** Longest wait for answers: most come within a second, and whoever stops Jenkins waits too. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    /** An answer leads to a few more events; after this time without any, they have been handled. */
    private static final Duration SETTLED = Duration.ofMillis(250);

    private static final long POLL_MILLIS = 10;

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** Something that a build does, until its end is noted with the build. */
    public final class Running implements AutoCloseable {

        private final Run<?, ?> build;
        private final Operation<?> operation;
        private final CompletableFuture<?> outcome;
        private final boolean resumable;
        private volatile boolean aborted;

        private Running(Run<?, ?> build, Operation<?> operation, CompletableFuture<?> outcome, boolean resumable) {
            this.build = build;
            this.operation = operation;
            this.outcome = outcome;
            this.resumable = resumable;
        }

        private void abort() {
            aborted = true;
            operation.abort();
        }

        /** Whether it was aborted because its build has ended, or ends with Jenkins. */
        public boolean isAborted() {
            return aborted;
        }

        private boolean isBusy() {
            return operation.sending() || outcome.isDone();
        }

        /** Its end is noted. */
        @Override
        public void close() {
            running.remove(this);
        }
    }

    /** The one listener. */
    public static GracefulShutdown get() {
        return ExtensionList.lookupSingleton(GracefulShutdown.class);
    }

    /**
     * Has Jenkins wait for an answer when it stops.
     *
     * @param operation what the build does
     * @param outcome completes when that ends
     * @param resumable whether it can go on after a restart
     * @return to be closed when the end is noted
     */
    public Running add(Run<?, ?> build, Operation<?> operation, CompletableFuture<?> outcome, boolean resumable) {
        Running added = new Running(build, operation, outcome, resumable);
        running.add(added);
        // A Pipeline may have ended while this was on its way here. A freestyle build waits for it.
        if (resumable && !build.isBuilding()) {
            added.abort();
        }
        return added;
    }

    /** Aborts what a build does that has ended. */
    void abort(Run<?, ?> build) {
        String id = build.getExternalizableId();
        for (Running one : running) {
            // After Jenkins has read its files anew, the same build is another object.
            if (one.build.getExternalizableId().equals(id)) {
                one.abort();
            }
        }
    }

    /** Waits until what was aborted has ended, and that is noted, if it does not take long. */
    void awaitAborted() throws InterruptedException {
        awaitAborted(one -> true);
    }

    /** The same for one build, so that its log has what it has come to before it is closed. */
    void awaitAborted(Run<?, ?> build) throws InterruptedException {
        String id = build.getExternalizableId();
        awaitAborted(one -> one.build.getExternalizableId().equals(id));
    }

    private void awaitAborted(Predicate<Running> wanted) throws InterruptedException {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (running.stream().filter(wanted).anyMatch(Running::isAborted) && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Whether nothing new is to leave. */
    boolean isStopping() {
        return stopping;
    }

    @Override
    public void onBeforeShutdown() {
        stopping = true;
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        long busyAt = System.nanoTime();
        try {
            while (!running.isEmpty()
                    && System.nanoTime() - end < 0
                    && System.nanoTime() - busyAt < SETTLED.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                if (running.stream().anyMatch(Running::isBusy)) {
                    busyAt = System.nanoTime();
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        abortWhatCannotResume();
    }

    /** As long as Jenkins can still save what it has come to. */
    private void abortWhatCannotResume() {
        running.stream().filter(one -> !one.resumable).forEach(Running::abort);
        try {
            awaitAborted();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
