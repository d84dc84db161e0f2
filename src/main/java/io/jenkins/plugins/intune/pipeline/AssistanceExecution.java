package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.service.GracefulShutdown;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.values.Failures;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import jenkins.model.Jenkins;
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

    /** The name of the identity that the build runs as. */
    private String runsAs;

    private transient volatile Operation<R> operation;
    /** Why it was stopped, or {@code null}. */
    private transient volatile Throwable stopped;

    private transient volatile boolean resumed;
    private transient volatile Run<?, ?> run;
    private transient volatile TaskListener listener;

    AssistanceExecution(StepContext context) {
        super(context);
    }

    /** What there is to do. May touch the disk. */
    abstract Operation<R> operate(Run<?, ?> build, TaskListener log);

    /** It has come to its end: notes what became of it. May touch the disk. */
    abstract void ended(Run<?, ?> build, R result);

    /** It has failed: notes that. May touch the disk. */
    abstract void failed(Run<?, ?> build, Throwable failure);

    /** Tells the Pipeline how it ended, unless that was stopped. May touch the disk, and ask the security realm. */
    abstract void conclude(Run<?, ?> build, R result);

    /**
     * Whether it may have reached the person at a device. {@code false} is certain.
     *
     * @param result what it ended with, or {@code null} if it failed
     */
    abstract boolean mayHaveReached(@CheckForNull R result);

    final String key() {
        return key;
    }

    /** In whose name the build asks. */
    final Requester requester(Run<?, ?> build) {
        return AssistanceLog.requester(build, runsAs);
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

    /**
     * Whether the Pipeline gets the session links. If so, its log shows none of them from now on. Asks the security realm, if
     * there is a link, and writes to disk.
     */
    final boolean handsOut(List<RequestReport> reports) {
        boolean hasLink = reports.stream().anyMatch(report -> report.sessionUrl() != null);
        // The thread that resumes a Pipeline has another identity than the one that started it.
        boolean gets = hasLink
                && IntunePermissions.mayAssist(
                        run, () -> getContext().get(FlowExecution.class).getAuthentication2());
        if (gets) {
            RemoteAssistanceAction.handOut(run, key, reports);
        }
        return gets;
    }

    @Override
    public boolean start() {
        // Whatever resumes a Pipeline has another identity.
        runsAs = Jenkins.getAuthentication2().getName();
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
        RemoteAssistanceService.get().disk().execute(() -> {
            try {
                run = getContext().get(Run.class);
                listener = getContext().get(TaskListener.class);
                Operation<R> next = operate(run, listener);
                if (begin(next)) {
                    CompletableFuture<R> end = next.start();
                    GracefulShutdown.Running running = GracefulShutdown.get().add(next, end);
                    end.whenCompleteAsync(
                            (result, failure) -> {
                                try (running) {
                                    end(result, failure);
                                }
                            },
                            RemoteAssistanceService.get().disk());
                }
            } catch (Throwable unusable) {
                giveUp(null, unusable);
            }
        });
    }

    /** A step that was stopped before it had begun asks nobody any more. */
    private synchronized boolean begin(Operation<R> next) {
        operation = stopped == null ? next : null;
        return stopped == null;
    }

    private void end(R result, Throwable failure) {
        try {
            if (failure == null) {
                ended(run, result);
            } else {
                failed(run, failure);
            }
            if (stopped != null) {
                // Whoever stopped it waits for this, and an aborted build must not go on as if nothing had happened.
                getContext().onFailure(afterStop(result));
            } else if (failure == null) {
                RemoteAssistanceService.get().askingRealm(run).execute(() -> tell(result));
            } else {
                fail(Failures.reason(failure), null, false);
            }
        } catch (Throwable mistake) {
            giveUp(result, mistake);
        }
    }

    private void tell(R result) {
        try {
            conclude(run, result);
        } catch (Throwable mistake) {
            giveUp(result, mistake);
        }
    }

    /**
     * Tells the Pipeline that the step has failed.
     *
     * @param result what it ended with, or {@code null}
     * @param told whether the log has the message already
     */
    final void fail(String message, @CheckForNull R result, boolean told) {
        getContext().onFailure(mayHaveReached(result) ? unrepeatable(message, told) : new AbortException(message));
    }

    /** Something went wrong that nobody thought of; what happened before that stays so. */
    private void giveUp(@CheckForNull R result, Throwable mistake) {
        if (!mayHaveReached(result)) {
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
        Operation<R> current;
        synchronized (this) {
            stopped = cause;
            current = operation;
        }
        if (current == null) {
            getContext().onFailure(cause);
        } else {
            current.abort();
        }
    }

    /** A step that {@code timeout} stops would be repeated by a {@code retry} around that. */
    private Throwable afterStop(@CheckForNull R result) {
        if (!(stopped instanceof FlowInterruptedException stop)
                || PersonMayHaveBeenAsked.isByUser(stop)
                || !mayHaveReached(result)) {
            return stopped;
        }
        FlowInterruptedException unrepeatable =
                PersonMayHaveBeenAsked.interrupting(stop.getResult(), stop.getMessage(), true);
        unrepeatable.addSuppressed(stop);
        return unrepeatable;
    }

    @Override
    public String getStatus() {
        Operation<R> current = operation;
        return current == null ? "starting" : current.status();
    }

    @Override
    public boolean blocksRestart() {
        Operation<R> current = operation;
        return current != null && current.sending();
    }
}
