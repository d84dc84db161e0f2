package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.graph.Undertaking;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.service.GracefulShutdown;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.values.Failures;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One run of the step, for one device or for many: starts, goes on after a restart, ends. Does nothing slow on the
 * Pipeline's own thread and holds no thread while it waits.
 *
 * <p>What may have reached the person at a device ends in a way that {@code retry} does not repeat.
 *
 * @param <R> what it ends with
 */
abstract class AssistanceExecution<R> extends StepExecution {

    private static final long serialVersionUID = 1L;

    /** Tells this run of the step from others of the build, also after a restart. */
    private final String key = UUID.randomUUID().toString();

    private transient volatile Undertaking<R> undertaking;
    private transient volatile CompletableFuture<R> outcome;
    private transient volatile boolean stopped;
    private transient volatile boolean resumed;
    private transient volatile Run<?, ?> run;
    private transient volatile TaskListener listener;

    AssistanceExecution(StepContext context) {
        super(context);
    }

    /** What there is to do. May touch the disk. */
    abstract Undertaking<R> undertake(Run<?, ?> build, TaskListener log);

    /** It has come to its end: notes what became of it. May touch the disk. */
    abstract void ended(Run<?, ?> build, R result);

    /** It has failed: notes that. May touch the disk. */
    abstract void failed(Run<?, ?> build, Throwable failure);

    /** Tells the Pipeline how it ended, unless that was stopped. May touch the disk. */
    abstract void conclude(Run<?, ?> build, R result);

    /**
     * Whether it may have reached the person at a device. {@code false} is certain.
     *
     * @param result what it ended with, or {@code null} if it failed
     * @param failure why it failed, or {@code null} if it did not
     */
    abstract boolean mayHaveReached(@CheckForNull R result, @CheckForNull Throwable failure);

    final String key() {
        return key;
    }

    /** The build, or {@code null} if it could not even be looked up. */
    @CheckForNull
    final Run<?, ?> run() {
        return run;
    }

    /** Whether this run of the step began before a restart. */
    final boolean isResumed() {
        return resumed;
    }

    /** Whether the build may have session links. May ask the security realm, so only if there is one. */
    final boolean mayAssist() {
        // The thread that resumes a Pipeline has another identity than the one that started it.
        return IntunePermissions.mayAssist(
                run, () -> getContext().get(FlowExecution.class).getAuthentication2());
    }

    @Override
    public boolean start() {
        proceed();
        return false;
    }

    @Override
    public void onResume() {
        resumed = true;
        proceed();
    }

    private void proceed() {
        // Looking up the build and its log can read from disk, which is not for this thread.
        RemoteAssistanceService.get().blocking().execute(() -> {
            try {
                run = getContext().get(Run.class);
                listener = getContext().get(TaskListener.class);
                Undertaking<R> next = undertake(run, listener);
                if (begin(next)) {
                    CompletableFuture<R> end = next.start();
                    outcome = end;
                    GracefulShutdown.Running running = GracefulShutdown.get().add(next, end);
                    end.whenCompleteAsync(
                            (result, failure) -> {
                                try (running) {
                                    end(result, failure);
                                }
                            },
                            RemoteAssistanceService.get().blocking());
                }
            } catch (Throwable unusable) {
                giveUp(null, unusable);
            }
        });
    }

    /** A step that was stopped before it had begun asks nobody any more. */
    private synchronized boolean begin(Undertaking<R> next) {
        undertaking = stopped ? null : next;
        return !stopped;
    }

    private void end(R result, Throwable failure) {
        try {
            if (failure == null) {
                ended(run, result);
                // Whoever stopped it waits for this, and an aborted build must not go on as if nothing had happened.
                if (!stopped) {
                    conclude(run, result);
                }
            } else {
                failed(run, failure);
                if (!stopped) {
                    fail(Failures.reason(failure), null, failure);
                }
            }
        } catch (Throwable mistake) {
            giveUp(result, mistake);
        }
    }

    /**
     * Tells the Pipeline that the step has failed.
     *
     * @param result what it ended with, its message in the log already; or {@code null}
     * @param failure why it failed, or {@code null} if the result says so
     */
    final void fail(String message, @CheckForNull R result, @CheckForNull Throwable failure) {
        getContext()
                .onFailure(
                        mayHaveReached(result, failure)
                                ? unrepeatable(message, result != null)
                                : new AbortException(message));
    }

    /** Something went wrong that nobody thought of; what happened before that stays so. */
    private void giveUp(@CheckForNull R result, Throwable mistake) {
        if (!mayHaveReached(result, mistake)) {
            getContext().onFailure(mistake);
            return;
        }
        FlowInterruptedException end = unrepeatable(Failures.reason(mistake), false);
        end.addSuppressed(mistake);
        getContext().onFailure(end);
    }

    /**
     * What {@code retry} passes on. The words go to this step's own log at once: what surrounds the step may catch them, or
     * tell only one of several branches' ends.
     */
    private FlowInterruptedException unrepeatable(String message, boolean told) {
        TaskListener log = listener;
        if (!told && log != null) {
            log.error(message);
        }
        return PersonMayHaveBeenAsked.interrupting(Result.FAILURE, message, told || log != null);
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        Undertaking<R> current;
        synchronized (this) {
            stopped = true;
            current = undertaking;
        }
        if (current == null) {
            getContext().onFailure(cause);
        } else {
            current.abort().whenComplete((done, failure) -> getContext().onFailure(afterStop(cause)));
        }
    }

    /** A step that {@code timeout} stops would be repeated by a {@code retry} around that. */
    private Throwable afterStop(Throwable cause) {
        CompletableFuture<R> end = outcome;
        if (end == null || !(cause instanceof FlowInterruptedException stop) || PersonMayHaveBeenAsked.isByUser(stop)) {
            return cause;
        }
        return end.handle((result, failure) -> {
                    if (!mayHaveReached(result, failure == null ? null : Failures.cause(failure))) {
                        return cause;
                    }
                    String message = failure == null ? stop.getMessage() : Failures.reason(failure);
                    FlowInterruptedException unrepeatable =
                            PersonMayHaveBeenAsked.interrupting(stop.getResult(), message, true);
                    unrepeatable.addSuppressed(cause);
                    return unrepeatable;
                })
                .getNow(cause);
    }

    @Override
    public String getStatus() {
        Undertaking<R> current = undertaking;
        return current == null ? "starting" : current.status();
    }

    @Override
    public boolean blocksRestart() {
        Undertaking<R> current = undertaking;
        return current != null && current.sending();
    }
}
