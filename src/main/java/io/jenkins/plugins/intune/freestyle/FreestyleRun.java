package io.jenkins.plugins.intune.freestyle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.fleet.Fleet;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.graph.RemoteAssistanceException;
import io.jenkins.plugins.intune.graph.RemoteAssistanceRequest;
import io.jenkins.plugins.intune.graph.RequestPlan;
import io.jenkins.plugins.intune.graph.RequestResult;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.graph.Undertaking;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.service.BuildFleet;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.settings.RequestSettings;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One run of the freestyle build step. Waits in the build's own thread, which a freestyle build has anyway, and does not
 * survive a restart, as no freestyle build does.
 *
 * @param settings what the job's author typed
 * @param run the build
 * @param env replaces variables
 * @param listener the build's log
 */
record FreestyleRun(RequestSettings settings, Run<?, ?> run, EnvVars env, TaskListener listener) {

    /**
     * Asks, and fails the build if that fails.
     *
     * @param workspace where the list of devices is, if there is one in a file
     */
    void perform(@CheckForNull FilePath workspace) throws InterruptedException, IOException {
        String key = UUID.randomUUID().toString();
        try {
            BuildHost host = BuildHost.unsaved(run, listener, settings.credentialsId(env::expand));
            if (settings.isFleet()) {
                String file =
                        workspace == null ? null : DeviceFile.read(workspace, env.expand(settings.getDeviceFile()));
                askMany(key, BuildFleet.begin(settings.fleetPlan(env::expand, file), host, key));
            } else {
                RequestPlan plan = settings.plan(env::expand);
                askOne(key, new RemoteAssistanceRequest(plan, RequestState.startingAt(Instant.now()), host));
            }
        } catch (InvalidInputException wrong) {
            throw new AbortException(wrong.getMessage());
        }
    }

    private void askOne(String key, RemoteAssistanceRequest request) throws InterruptedException, IOException {
        try {
            RequestResult result = await(request, request.start());
            RemoteAssistanceAction.record(run, key, result.report());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RemoteAssistanceException ended) {
                RemoteAssistanceAction.record(run, key, ended.report());
            }
            throw new AbortException(Failures.reason(failed.getCause()));
        }
    }

    private void askMany(String key, Fleet fleet) throws InterruptedException, IOException {
        CompletableFuture<FleetResult> outcome = fleet.start();
        FleetResult result;
        try {
            result = await(fleet, outcome);
        } catch (ExecutionException failed) {
            BuildFleet.failed(run, key, failed.getCause());
            throw new AbortException(Failures.reason(failed.getCause()));
        } catch (InterruptedException aborted) {
            outcome.thenAccept(ended -> BuildFleet.ended(run, key, ended));
            throw aborted;
        }
        BuildFleet.ended(run, key, result);
        switch (result.verdict()) {
            case SUCCESS -> {}
            case UNSTABLE -> run.setResult(Result.UNSTABLE);
            case FAILURE, ABORTED -> throw new AbortException(result.message());
        }
    }

    private static <R> R await(Undertaking<R> undertaking, CompletableFuture<R> outcome)
            throws ExecutionException, InterruptedException {
        try {
            return outcome.get();
        } catch (InterruptedException aborted) {
            undertaking.abort().join();
            throw aborted;
        }
    }
}
