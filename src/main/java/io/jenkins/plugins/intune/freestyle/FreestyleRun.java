package io.jenkins.plugins.intune.freestyle;

import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
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
import io.jenkins.plugins.intune.pipeline.PersonMayHaveBeenAsked;
import io.jenkins.plugins.intune.record.FleetFiles;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.service.BuildFleet;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.service.GracefulShutdown;
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
            BuildHost host = BuildHost.unsaved(run, listener, settings.credentialsId(credentialVariables()::expand));
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

    /**
     * The variables, but a credentials parameter stands for itself: only the Credentials plugin knows whose credential was
     * chosen with it, and whether whoever chose it may use it.
     */
    private EnvVars credentialVariables() {
        EnvVars variables = new EnvVars(env);
        for (ParametersAction parameters : run.getActions(ParametersAction.class)) {
            for (ParameterValue parameter : parameters.getParameters()) {
                if (parameter instanceof CredentialsParameterValue) {
                    variables.put(parameter.getName(), "${" + parameter.getName() + "}");
                }
            }
        }
        return variables;
    }

    private void askOne(String key, RemoteAssistanceRequest request) throws InterruptedException, IOException {
        CompletableFuture<RequestResult> outcome = request.start();
        GracefulShutdown.Running running = GracefulShutdown.get().add(request, outcome);
        try {
            RequestResult result = await(request, outcome);
            RemoteAssistanceAction.record(run, key, result.report());
        } catch (ExecutionException failed) {
            record(key, failed.getCause());
            fail(Failures.reason(failed.getCause()), mayHaveReached(failed.getCause()), false);
        } catch (InterruptedException aborted) {
            outcome.whenComplete((result, failure) -> {
                if (failure == null) {
                    RemoteAssistanceAction.record(run, key, result.report());
                } else {
                    record(key, failure);
                }
            });
            throw aborted;
        } finally {
            running.close();
        }
    }

    private void record(String key, Throwable failure) {
        if (failure instanceof RemoteAssistanceException ended) {
            RemoteAssistanceAction.record(run, key, ended.report());
        }
    }

    private void askMany(String key, Fleet fleet) throws InterruptedException, IOException {
        CompletableFuture<FleetResult> outcome = fleet.start();
        GracefulShutdown.Running running = GracefulShutdown.get().add(fleet, outcome);
        FleetResult result;
        try {
            result = await(fleet, outcome);
            BuildFleet.ended(run, key, result);
        } catch (ExecutionException failed) {
            BuildFleet.failed(run, key, failed.getCause());
            fail(Failures.reason(failed.getCause()), FleetFiles.isBegun(run, key), false);
            return;
        } catch (InterruptedException aborted) {
            outcome.thenAccept(ended -> BuildFleet.ended(run, key, ended));
            throw aborted;
        } finally {
            running.close();
        }
        switch (result.verdict()) {
            case SUCCESS -> {}
            case UNSTABLE -> run.setResult(Result.UNSTABLE);
            case FAILURE, ABORTED -> fail(result.message(), result.mayHaveReached(), true);
        }
    }

    private static boolean mayHaveReached(Throwable failure) {
        return failure instanceof RemoteAssistanceException ended
                && ended.report().outcome().mayHaveReached();
    }

    /**
     * Fails. A Pipeline can use the build step too, with the step {@code step}, and its {@code retry} must not repeat what
     * may have reached somebody.
     *
     * @param told whether the log has the message already
     */
    private void fail(String message, boolean mayHaveReached, boolean told)
            throws AbortException, InterruptedException {
        if (!mayHaveReached || run instanceof AbstractBuild) {
            throw new AbortException(message);
        }
        if (!told) {
            listener.error(message);
        }
        throw PersonMayHaveBeenAsked.interrupting(Result.FAILURE, message, true);
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
