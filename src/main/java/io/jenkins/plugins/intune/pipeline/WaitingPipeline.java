package io.jenkins.plugins.intune.pipeline;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.jenkins.plugins.intune.record.UnderWay;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Knows whether a Pipeline still waits for its step. When another branch holds something that cannot be saved, Pipeline
 * continues a branch without telling its step; a result told later would become that of the next step. Thread-safe.
 */
final class WaitingPipeline {

    private final StepContext context;
    private final StepPlace place;
    private final BooleanSupplier building;

    /**
     * @param context the step's
     * @param resumed whether Jenkins was restarted since the step began
     * @param building whether the build has not ended: the graph of one that was killed stands where it stood
     */
    WaitingPipeline(StepContext context, boolean resumed, BooleanSupplier building) {
        this.context = context;
        this.building = building;
        place = new StepPlace(!resumed);
    }

    /** Looks whether its graph stands at the step that resumes, which tells later whether it still does. May touch the disk. */
    void look() {
        try {
            waits();
        } catch (CompletionException unknown) {
            // Then it never counts as one that has gone on.
        }
    }

    /**
     * Whether it still waits for the step. May touch the disk.
     *
     * @throws CompletionException if nobody knows
     */
    boolean waits() {
        if (!building.getAsBoolean()) {
            return false;
        }
        try {
            FlowNode node = context.get(FlowNode.class);
            return node == null || place.waits(node.isActive());
        } catch (IOException | InterruptedException unknown) {
            throw new CompletionException(unknown);
        }
    }

    /** Goes on with the step's result. */
    void succeed(Object result) {
        if (waits()) {
            context.onSuccess(result);
        }
    }

    /** Goes on with the step's failure. */
    void fail(Throwable cause) {
        boolean waits = true;
        try {
            waits = waits();
        } catch (CompletionException unknown) {
            cause.addSuppressed(unknown);
        }
        if (waits) {
            context.onFailure(cause);
        }
    }

    /** Saves its program, with all of its steps. That of a build that has ended is of no use, and its thread may wait here. */
    CompletableFuture<Void> save() {
        if (!building.getAsBoolean()) {
            return CompletableFuture.completedFuture(null);
        }
        return completable(context.saveState());
    }

    /** What its steps were doing when Jenkins died. Comes on the Pipeline's own thread. */
    CompletableFuture<UnderWay> underWay() {
        try {
            return completable(context.get(FlowExecution.class).getCurrentExecutions(false))
                    .thenApply(WaitingPipeline::together);
        } catch (IOException | InterruptedException gone) {
            return CompletableFuture.failedFuture(gone);
        }
    }

    private static UnderWay together(List<StepExecution> executions) {
        UnderWay all = new UnderWay(new HashMap<>(), new HashSet<>());
        for (StepExecution other : executions) {
            if (other instanceof AssistanceExecution<?> assistance) {
                all.requests().putAll(assistance.underWay().requests());
                all.fleets().addAll(assistance.underWay().fleets());
            }
        }
        return all;
    }

    private static <T> CompletableFuture<T> completable(ListenableFuture<T> future) {
        CompletableFuture<T> completable = new CompletableFuture<>();
        Futures.addCallback(
                future,
                new FutureCallback<T>() {
                    @Override
                    public void onSuccess(T value) {
                        completable.complete(value);
                    }

                    @Override
                    public void onFailure(Throwable cause) {
                        completable.completeExceptionally(cause);
                    }
                },
                MoreExecutors.directExecutor());
        return completable;
    }
}
