package io.jenkins.plugins.intune.pipeline;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.graph.RemoteAssistanceException;
import io.jenkins.plugins.intune.graph.RemoteAssistanceRequest;
import io.jenkins.plugins.intune.graph.RequestPlan;
import io.jenkins.plugins.intune.graph.RequestResult;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.graph.Undertaking;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.service.BuildHost;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One run of the step for one device. The request's state is saved with the Pipeline. */
final class RequestRemoteAssistanceExecution extends AssistanceExecution<RequestResult> {

    private static final long serialVersionUID = 1L;

    /** The saves of all builds, shared by the steps of each. */
    private static final SharedSaves SAVES = new SharedSaves();

    private final RequestPlan plan;
    private final String credentialsId;
    /** Written with the Pipeline's program; replaced as a whole, never changed. */
    private volatile RequestState state;

    RequestRemoteAssistanceExecution(StepContext context, RequestPlan plan, String credentialsId) {
        super(context);
        this.plan = plan;
        this.credentialsId = credentialsId;
    }

    @Override
    public boolean start() {
        state = RequestState.startingAt(Instant.now());
        return super.start();
    }

    @Override
    Undertaking<RequestResult> undertake(Run<?, ?> build, TaskListener listener) {
        return new RemoteAssistanceRequest(plan, state, new BuildHost(build, listener, credentialsId, this::save));
    }

    private CompletableFuture<Void> save(RequestState next) {
        state = next;
        return SAVES.save(run(), this::saveProgram);
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

    @Override
    void ended(Run<?, ?> build, RequestResult result) {
        RemoteAssistanceAction.record(build, key(), result.report());
    }

    @Override
    void failed(Run<?, ?> build, Throwable failure) {
        if (failure instanceof RemoteAssistanceException ended) {
            RemoteAssistanceAction.record(build, key(), ended.report());
        }
    }

    @Override
    void conclude(Run<?, ?> build, RequestResult result) {
        getContext().onSuccess(result.toMap(mayAssist()));
    }
}
