package io.jenkins.plugins.intune.run;

import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.OnDoubt;
import io.jenkins.plugins.intune.graph.RemoteAssistanceRequest;
import io.jenkins.plugins.intune.graph.RequestHost;
import io.jenkins.plugins.intune.graph.RequestPlan;
import io.jenkins.plugins.intune.graph.RequestResult;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.graph.WriteLimiter;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The request without Jenkins: what a build's log says, for each of the sample devices. */
final class ConsoleRun implements RequestHost {

    private static final int TIMEOUT_SECONDS = 10;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final HttpTransport transport;
    private final GraphAccess access;

    ConsoleRun(StandIn standIn) {
        transport = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "intune-remote-assistance/run", threads);
        EntraTokens tokens = new EntraTokens(() -> transport, threads, Scheduler.on(threads), InstantSource.system());
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        TokenHolder holder = tokens.of(new AppIdentity(
                endpoints.authority(),
                StandIn.TENANT,
                StandIn.CLIENT,
                endpoints.scope(),
                new SecretProof(StandIn.SECRET)));
        access = new GraphAccess(endpoints, bearerTokens(holder), WriteLimiter.on(threads), List.of(), () -> transport);
    }

    /** Runs all samples. Answers 0 if each ended as its description says. */
    int run() throws Exception {
        int surprises = 0;
        for (SampleDevices device : SampleDevices.values()) {
            System.out.println("\n== " + device.description());
            surprises += request(device) == device.isAsked() ? 0 : 1;
        }
        transport.retire();
        threads.shutdownNow();
        return surprises == 0 ? 0 : 1;
    }

    private boolean request(SampleDevices device) throws Exception {
        RequestPlan plan = new RequestPlan(
                device.target(), ApiVersion.AUTO, TIMEOUT_SECONDS, OnDoubt.FAIL, device.sessionTimeout());
        try {
            RequestResult result = new RemoteAssistanceRequest(plan, RequestState.startingAt(now()), this)
                    .start()
                    .get();
            System.out.println("SUCCESS " + result.toMap(false));
            return true;
        } catch (ExecutionException failed) {
            System.out.println("FAILURE " + failed.getCause().getMessage());
            return false;
        }
    }

    private static BearerTokens bearerTokens(TokenHolder holder) {
        return new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                return holder.current().thenApply(token -> token.value());
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                return holder.renewed(refused).thenApply(token -> token.value());
            }
        };
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return CompletableFuture.completedFuture(access);
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void log(String line) {
        System.out.println("  " + line);
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Executor executor() {
        return threads;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
