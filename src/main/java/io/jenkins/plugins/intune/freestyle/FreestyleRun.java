package io.jenkins.plugins.intune.freestyle;

import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.service.BuildFleet;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.service.GracefulShutdown;
import io.jenkins.plugins.intune.service.RemoteAssistanceException;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.settings.RequestInput;
import io.jenkins.plugins.intune.settings.RequestSettings;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

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
     * Sends the request, or those of a fleet, and fails the build if that fails.
     *
     * @param workspace where the list of devices is, if there is one in a file
     */
    void perform(@CheckForNull FilePath workspace) throws InterruptedException, IOException {
        String key = UUID.randomUUID().toString();
        try {
            String credential = new RequestInput(settings, credentialVariables()::expand).credentialsId();
            RequestInput input = new RequestInput(settings, env::expand);
            if (settings.isFleet()) {
                String file =
                        workspace == null ? null : DeviceFile.read(workspace, env.expand(settings.getDeviceFile()));
                FleetPlan plan = input.fleetPlan(file);
                BuildHost host = host(credential, key, plan.options());
                RemoteAssistanceService.get().join(BuildFleet.begun(run, key, plan));
                askMany(key, plan, BuildFleet.begin(plan, host, false), host);
            } else {
                RequestPlan plan = input.plan();
                BuildHost host = host(credential, key, plan.options());
                RequestState state = RequestState.startingAt(Instant.now());
                askOne(
                        key,
                        host.request(plan, state, false, unsaved -> CompletableFuture.completedFuture(null)),
                        host,
                        input.failWhen());
            }
        } catch (InvalidInputException wrong) {
            throw new AbortException(wrong.getMessage());
        }
    }

    private BuildHost host(String credential, String key, RequestOptions options) {
        Requester requester = AssistanceLog.requester(run);
        return new BuildHost(
                run,
                listener,
                requester,
                credential,
                key,
                options,
                () -> CompletableFuture.completedFuture(UnderWay.NOTHING));
    }

    /**
     * The variables, but with credentials parameters left as they are: only the Credentials plugin knows whose credential was
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

    private void askOne(String key, Operation<RequestReport> request, BuildHost host, FailWhen failWhen)
            throws InterruptedException, AbortException {
        Executor disk = RemoteAssistanceService.get().disk(run);
        RequestReport report = await(
                request,
                host,
                ended -> BuildRecords.record(run, key, ended, disk),
                failure -> CompletableFuture.completedFuture(null));
        if (!report.outcome().isSuccess()) {
            if (!failWhen.isNever()) {
                throw RemoteAssistanceException.of(report);
            }
            listener.getLogger().println(report.message());
        }
    }

    private void askMany(String key, FleetPlan plan, Operation<FleetResult> fleet, BuildHost host)
            throws InterruptedException, AbortException {
        FleetResult result = await(
                fleet,
                host,
                ended -> BuildFleet.ended(run, key, plan, ended),
                failure -> BuildFleet.failed(run, key, plan, failure));
        switch (result.verdict()) {
            case SUCCESS -> {}
            case UNSTABLE -> run.setResult(Result.UNSTABLE);
            case FAILURE, ABORTED -> throw RemoteAssistanceException.of(result);
        }
    }

    /** Waits for the end, also when the build is aborted, because what had left is to be noted then too. */
    private <R> R await(
            Operation<R> operation,
            BuildHost host,
            Function<R, CompletableFuture<Void>> ended,
            Function<Throwable, CompletableFuture<Void>> failed)
            throws InterruptedException, AbortException {
        CompletableFuture<R> outcome = operation.start();
        try (GracefulShutdown.Running running = GracefulShutdown.get().add(run, operation, outcome, false)) {
            R result = await(operation, outcome, host, ended, failed);
            if (running.isAborted()) {
                throw new InterruptedException();
            }
            return result;
        }
    }

    private static <R> R await(
            Operation<R> operation,
            CompletableFuture<R> outcome,
            BuildHost host,
            Function<R, CompletableFuture<Void>> ended,
            Function<Throwable, CompletableFuture<Void>> failed)
            throws InterruptedException, AbortException {
        RemoteAssistanceService service = RemoteAssistanceService.get();
        InterruptedException aborted = null;
        try {
            outcome.get();
        } catch (InterruptedException interrupted) {
            aborted = interrupted;
            operation.abort();
        } catch (ExecutionException told) {
            // Handled below.
        }
        R result;
        try {
            result = service.join(outcome);
        } catch (CompletionException failure) {
            service.join(failed.apply(failure.getCause()));
            service.join(host.logged());
            if (aborted != null) {
                throw aborted;
            }
            throw new AbortException(Failures.reason(failure.getCause()));
        }
        service.join(ended.apply(result));
        service.join(host.logged());
        if (aborted != null) {
            throw aborted;
        }
        return result;
    }
}
