package io.jenkins.plugins.intune;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.graph.RemoteAssistanceException;
import io.jenkins.plugins.intune.graph.RemoteAssistanceRequest;
import io.jenkins.plugins.intune.graph.RequestPlan;
import io.jenkins.plugins.intune.graph.RequestReport;
import io.jenkins.plugins.intune.graph.RequestResult;
import io.jenkins.plugins.intune.graph.RequestState;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/**
 * One run of the step: starts the request, saves its state with the Pipeline, and goes on after a restart. Does nothing
 * slow on the Pipeline's own thread and holds no thread while it waits.
 */
final class RequestRemoteAssistanceExecution extends StepExecution {

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(RequestRemoteAssistanceExecution.class.getName());

    private final RequestPlan plan;
    private final String credentialsId;
    /** Tells this request of the build from others, also after a restart. */
    private final String key = UUID.randomUUID().toString();
    /** Written with the Pipeline's program; replaced as a whole, never changed. */
    private volatile RequestState state;

    private transient volatile RemoteAssistanceRequest request;
    private transient volatile Run<?, ?> run;
    /** The identity that the Pipeline runs as, known on its own thread only. */
    private transient volatile Authentication runsAs;

    RequestRemoteAssistanceExecution(StepContext context, RequestPlan plan, String credentialsId) {
        super(context);
        this.plan = plan;
        this.credentialsId = credentialsId;
    }

    @Override
    public boolean start() {
        state = RequestState.startingAt(Instant.now());
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
                TaskListener listener = getContext().get(TaskListener.class);
                request = new RemoteAssistanceRequest(
                        plan, state, new BuildHost(run, listener, credentialsId, this::save));
                request.start()
                        .whenCompleteAsync(
                                this::end, RemoteAssistanceService.get().blocking());
            } catch (IOException | InterruptedException | RuntimeException unusable) {
                getContext().onFailure(unusable);
            }
        });
    }

    private CompletableFuture<Void> save(RequestState next) {
        state = next;
        return RemoteAssistanceService.get().saves().save(run, this::saveProgram);
    }

    private CompletableFuture<Void> saveProgram() {
        CompletableFuture<Void> saved = new CompletableFuture<>();
        Futures.addCallback(
                getContext().saveState(),
                new FutureCallback<Void>() {
                    @Override
                    public void onSuccess(Void nothing) {
                        saved.complete(null);
                    }

                    @Override
                    public void onFailure(Throwable cause) {
                        saved.completeExceptionally(cause);
                    }
                },
                MoreExecutors.directExecutor());
        return saved;
    }

    /** Writes to disk and may ask the security realm, so not for the thread of the events. */
    private void end(RequestResult result, Throwable failure) {
        if (failure == null) {
            remember(result.report());
            getContext().onSuccess(result.toMap(IntunePermissions.mayAssist(run, runsAs)));
        } else {
            if (failure instanceof RemoteAssistanceException ended) {
                remember(ended.report());
            }
            getContext().onFailure(new AbortException(failure.getMessage()));
        }
    }

    private void remember(RequestReport report) {
        try {
            RemoteAssistanceAction.record(run, key, report);
        } catch (IOException unsaved) {
            // The request is over and its result known; only the page of the build will lack it.
            LOGGER.log(Level.WARNING, unsaved, () -> "could not save what became of a request in " + run);
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        RemoteAssistanceRequest current = request;
        if (current == null) {
            getContext().onFailure(cause);
        } else {
            current.abort().whenComplete((done, failure) -> getContext().onFailure(cause));
        }
    }

    @Override
    public String getStatus() {
        RemoteAssistanceRequest current = request;
        return current == null ? "starting" : current.status();
    }

    @Override
    public boolean blocksRestart() {
        RemoteAssistanceRequest current = request;
        return current != null && current.sending();
    }
}
