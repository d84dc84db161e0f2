package io.jenkins.plugins.intune.pipeline;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.service.BuildHost;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One run of the step for one device. The request's state is saved with the Pipeline. */
final class RequestRemoteAssistanceExecution extends AssistanceExecution<RequestReport> {

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
    Operation<RequestReport> operate(Run<?, ?> build, TaskListener log) {
        return new BuildHost(build, log, requester(build), credentialsId, this::save).request(plan, state, isResumed());
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
    void ended(Run<?, ?> build, RequestReport report) {
        RemoteAssistanceAction.record(build, key(), report);
    }

    @Override
    void failed(Run<?, ?> build, Throwable failure) {
        // A request ends with a report, whatever happens.
    }

    @Override
    void conclude(Run<?, ?> build, RequestReport report) {
        if (report.outcome().isFailure()) {
            fail(report.message(), report, false);
        } else {
            getContext().onSuccess(report.toResult(handsOut(List.of(report))));
        }
    }

    @Override
    boolean mayHaveReached(@CheckForNull RequestReport report) {
        return report == null ? state.mayHaveReached() : report.outcome().mayHaveReached();
    }
}
