package io.jenkins.plugins.intune.run;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Throttles;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/** The request without Jenkins: what a build's log says, for each of the sample devices. */
final class ConsoleRun implements RequestHost {

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final HttpTransport transport;
    private final Platform platform = new Platform(
            Clocks.SYSTEM,
            Scheduler.on(threads),
            threads,
            () -> ThreadLocalRandom.current().nextLong());
    private final AccessCache access;

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
        Throttles throttles =
                new Throttles(platform.clocks(), platform.scheduler(), platform.random(), () -> Limits.DEFAULT);
        GraphAccess app = new GraphAccess(
                endpoints,
                bearerTokens(holder),
                token -> throttles.of(StandIn.TENANT, StandIn.CLIENT),
                List.of(),
                () -> transport);
        access = new AccessCache(() -> CompletableFuture.completedFuture(app), platform.clocks(), false);
    }

    /** Runs all samples. Returns 0 if each ended as its description says. */
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
        RequestOptions options =
                new RequestOptions(ApiVersion.AUTO, device.timeout(), OnDoubt.FAIL, device.sessionTimeout());
        RequestPlan plan = new RequestPlan(device.target(), options, false);
        RequestState state = RequestState.startingAt(platform.clocks().now());
        RequestReport report = new RequestDriver(plan, state, false, this, access, platform, null)
                .start()
                .get();
        boolean asked = !report.outcome().isFailure();
        System.out.println(asked ? "SUCCESS " + report.toResult(false) : "FAILURE " + report.message());
        return asked;
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
    public CompletableFuture<Void> save(RequestState state) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void log(String line) {
        System.out.println("  " + line);
    }
}
