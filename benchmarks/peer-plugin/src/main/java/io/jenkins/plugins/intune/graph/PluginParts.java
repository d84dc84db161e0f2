package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.values.Wakeups;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** The plugin's parts, put together as RemoteAssistanceService does in Jenkins. */
public final class PluginParts {

    private static final Limits UNLIMITED = new Limits(1_000_000_000, 2_000_000_000, Duration.ofSeconds(20));

    /** In Jenkins this is jenkins.util.Timer, whose threads are there anyway; so it is made before anything is counted. */
    public final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, PluginParts::daemon);

    /** For what asks others and blocks, and for journals. */
    public final ExecutorService blocking = threads(4);
    public final ExecutorService events = threads(1);
    public final GraphAccess access;
    private final RandomGenerator random = new SecureRandom(); // as the plugin's
    private final Scheduler scheduler = new Wakeups(Clocks.SYSTEM, Scheduler.on(timer));
    private HttpTransport transport;

    /** With as many writes as anybody likes: the throttle does its work, but nobody ever waits. */
    PluginParts(Endpoints endpoints) throws InvalidInputException {
        this(endpoints, UNLIMITED);
    }

    /** @param limits how much may leave */
    public PluginParts(Endpoints endpoints, Limits limits) throws InvalidInputException {
        timer.setRemoveOnCancelPolicy(true); // as Jenkins' does
        timer.prestartAllCoreThreads();
        CloudEndpoints cloud = CloudEndpoints.custom(endpoints.graphRoot(), endpoints.authority());
        TokenHolder holder = new EntraTokens(this::transport, blocking, scheduler, InstantSource.system())
                .of(AppIdentity.of(
                        cloud.authority(),
                        Endpoints.TENANT,
                        endpoints.client(),
                        cloud.scope(),
                        SecretProof.of(Endpoints.SECRET)));
        AppThrottle throttle = new AppThrottle(Clocks.SYSTEM, scheduler, random, limits);
        access = new GraphAccess(cloud, new Tokens(holder), token -> throttle, List.of(), this::transport);
    }

    /** What requests run on. */
    public Platform platform() {
        return new Platform(Clocks.SYSTEM, scheduler, events, random);
    }

    private synchronized HttpTransport transport() {
        if (transport == null) {
            try {
                transport = new HttpTransport(
                        ProxySettings.DIRECT, SSLContext.getDefault(), "intune-remote-assistance/benchmark", timer);
            } catch (NoSuchAlgorithmException broken) {
                throw new IllegalStateException(broken);
            }
        }
        return transport;
    }

    private static ExecutorService threads(int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PluginParts::daemon);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** As the plugin's own AppTokens, less the translation of failures, of which there are none here. */
    private record Tokens(TokenHolder holder) implements BearerTokens {

        @Override
        public CompletableFuture<String> current() {
            return holder.current().handle(Tokens::value);
        }

        @Override
        public CompletableFuture<String> renewed(String refused) {
            return holder.renewed(refused).handle(Tokens::value);
        }

        private static String value(io.jenkins.plugins.intune.entra.AccessToken token, Throwable failure) {
            if (failure != null) {
                throw new java.util.concurrent.CompletionException(failure);
            }
            return token.value();
        }
    }

    /** A managed device. */
    static DeviceAddress device(String id) {
        try {
            Function<DevicePart, String> typed = part -> id;
            return DeviceAddress.of(DeviceForm.MANAGED_DEVICE, typed);
        } catch (InvalidInputException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
