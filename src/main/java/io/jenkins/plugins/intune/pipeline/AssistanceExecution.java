package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.graph.Undertaking;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.values.Failures;
import java.io.IOException;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/**
 * One run of the step, for one device or for many: starts, goes on after a restart, ends. Does nothing slow on the
 * Pipeline's own thread and holds no thread while it waits.
 *
 * @param <R> what it ends with
 */
abstract class AssistanceExecution<R> extends StepExecution {

    private static final long serialVersionUID = 1L;

    /** Tells this run of the step from others of the build, also after a restart. */
    private final String key = UUID.randomUUID().toString();

    private transient volatile Undertaking<R> undertaking;
    private transient volatile boolean stopped;
    private transient volatile Run<?, ?> run;
    /** The identity that the Pipeline runs as, known on its own thread only. */
    private transient volatile Authentication runsAs;

    AssistanceExecution(StepContext context) {
        super(context);
    }

    /** What there is to do. May touch the disk. */
    abstract Undertaking<R> undertake(Run<?, ?> build, TaskListener listener);

    /** It has come to its end: notes what became of it. May touch the disk. */
    abstract void ended(Run<?, ?> build, R result);

    /** It has failed: notes that. May touch the disk. */
    abstract void failed(Run<?, ?> build, Throwable failure);

    /** Tells the Pipeline how it ended, unless that was stopped. May touch the disk. */
    abstract void conclude(Run<?, ?> build, R result) throws IOException, InterruptedException;

    final String key() {
        return key;
    }

    final Run<?, ?> run() {
        return run;
    }

    /** Whether the build may have session links. May ask the security realm. */
    final boolean mayAssist() {
        return IntunePermissions.mayAssist(run, runsAs);
    }

    @Override
    public boolean start() {
        proceed();
        return false;
    }

    @Override
    public void onResume() {
        proceed();
    }

    private void proceed() {
        runsAs = Jenkins.getAuthentication2();
        // Looking up the build and its log can read from disk, which is not for this thread.
        RemoteAssistanceService.get().blocking().execute(() -> {
            try {
                run = getContext().get(Run.class);
                Undertaking<R> next = undertake(run, getContext().get(TaskListener.class));
                if (begin(next)) {
                    next.start()
                            .whenCompleteAsync(
                                    this::end, RemoteAssistanceService.get().blocking());
                }
            } catch (IOException | InterruptedException | RuntimeException unusable) {
                getContext().onFailure(unusable);
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
                    getContext().onFailure(new AbortException(Failures.reason(failure)));
                }
            }
        } catch (IOException | InterruptedException | RuntimeException mistake) {
            getContext().onFailure(mistake);
        }
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
            current.abort().whenComplete((done, failure) -> getContext().onFailure(cause));
        }
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
