package io.jenkins.plugins.intune.pipeline;

import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.service.RemoteAssistanceException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One run of the step for one device. The request's state is saved with the Pipeline. */
final class RequestRemoteAssistanceExecution extends AssistanceExecution<RequestReport> {

    private static final long serialVersionUID = 1L;

    private final RequestPlan plan;
    private final FailWhen failWhen;
    /** Written with the Pipeline's program; replaced as a whole, never changed. */
    private volatile RequestState state;
    /** Whether the build knew its end before Jenkins was restarted. */
    private transient boolean noted;

    RequestRemoteAssistanceExecution(StepContext context, RequestPlan plan, String credentialsId, FailWhen failWhen) {
        super(context, credentialsId);
        this.plan = plan;
        this.failWhen = failWhen;
    }

    @Override
    public boolean start() {
        state = RequestState.startingAt(Instant.now());
        return super.start();
    }

    @Override
    RequestOptions options() {
        return plan.options();
    }

    @Override
    Operation<RequestReport> operate(BuildHost build) {
        Optional<Operation<RequestReport>> ended = isResumed() ? build.ended(plan) : Optional.empty();
        noted = ended.isPresent();
        return ended.orElseGet(() -> build.request(plan, state, isResumed(), this::save));
    }

    private CompletableFuture<Void> save(RequestState next) {
        state = next;
        return saveProgram();
    }

    @Override
    CompletableFuture<Void> note(RequestReport report, Throwable failure) {
        // A request ends with a report, whatever happens.
        return failure == null && !noted
                ? BuildRecords.record(run(), key(), report, disk())
                : CompletableFuture.completedFuture(null);
    }

    @Override
    void conclude(RequestReport report) {
        sayWhoGetsLinks(plan.options());
        boolean fails = !report.outcome().isSuccess() && !failWhen.isNever();
        if (!report.outcome().isSuccess() && (!fails || report.outcome().mayHaveReached())) {
            // Code around the step may catch the exception, or show the end of only one of several branches.
            log(report.message());
        }
        if (fails) {
            failAfterLog(RemoteAssistanceException.of(report));
        } else {
            succeed(List.of(report), report::toResult);
        }
    }

    @Override
    boolean asksRealm(RequestReport report) {
        return asksRealm(List.of(report), plan.options());
    }

    @Override
    UnderWay underWay() {
        RequestState now = state;
        return now.sent().clientRequestId() == null ? UnderWay.NOTHING : new UnderWay(Map.of(key(), now), Set.of());
    }
}
