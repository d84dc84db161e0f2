package io.jenkins.plugins.intune.service;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.fleet.FleetHost;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A build, as a request sees it.
 *
 * @param run the build
 * @param listener its log
 * @param requester in whose name it asks
 * @param credentialsId the credential to use
 * @param save puts the request's state on disk
 */
public record BuildHost(
        Run<?, ?> run,
        TaskListener listener,
        Requester requester,
        String credentialsId,
        Function<RequestState, CompletableFuture<Void>> save)
        implements RequestHost, FleetHost {

    /** For requests whose states are kept elsewhere, or not at all. */
    public static BuildHost unsaved(Run<?, ?> run, TaskListener listener, Requester requester, String credentialsId) {
        return new BuildHost(run, listener, requester, credentialsId, state -> CompletableFuture.completedFuture(null));
    }

    /**
     * A request for one device.
     *
     * @param state where to go on
     * @param resumed whether Jenkins was restarted since it began
     */
    public Operation<RequestReport> request(RequestPlan plan, RequestState state, boolean resumed) {
        Platform platform = RemoteAssistanceService.get().platform();
        AccessCache access = new AccessCache(this::access, platform.clocks(), resumed);
        return new RequestDriver(plan, state, resumed, this, access, platform, null);
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return RemoteAssistanceService.get().access(credentialsId, run);
                    } catch (InvalidInputException wrong) {
                        throw new CompletionException(wrong);
                    }
                },
                RemoteAssistanceService.get().asking(run.getParent(), credentialsId));
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return save.apply(state);
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, String before, String cloud) {
        return AssistanceLog.get().leaving(requester, plan, state, before, cloud);
    }

    @Override
    public void ended(RequestPlan plan, RequestState last, RequestReport report) {
        AssistanceLog.get().ended(requester, last, report);
    }

    @Override
    public void log(String line) {
        listener.getLogger().println(line);
    }
}
