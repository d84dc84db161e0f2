package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.Scheduler;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** The plugin's parts, put together as RemoteAssistanceService does in Jenkins. */
public final class PluginParts {

    /** In Jenkins this is jenkins.util.Timer, whose threads are there anyway; so it is made before anything is counted. */
    public final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, PluginParts::daemon);

    public final ExecutorService blocking = threads(4);
    public final ExecutorService events = threads(1);
    public final GraphAccess access;
    private HttpTransport transport;

    /** With as many writes as anybody likes. */
    PluginParts(Endpoints endpoints) throws InvalidInputException {
        this(endpoints, timer -> unlimited());
    }

    /** @param turns makes the limiter, with the timer that there is */
    public PluginParts(Endpoints endpoints, Function<ScheduledExecutorService, WriteTurns> turns)
            throws InvalidInputException {
        timer.setRemoveOnCancelPolicy(true); // as Jenkins' does
        timer.prestartAllCoreThreads();
        CloudEndpoints cloud = CloudEndpoints.custom(endpoints.graphRoot(), endpoints.authority());
        TokenHolder holder = new EntraTokens(this::transport, blocking, Scheduler.on(timer), InstantSource.system())
                .of(AppIdentity.of(
                        cloud.authority(),
                        Endpoints.TENANT,
                        Endpoints.CLIENT,
                        cloud.scope(),
                        SecretProof.of(Endpoints.SECRET)));
        access = new GraphAccess(cloud, new Tokens(holder), turns.apply(timer), List.of(), this::transport);
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

    /** The limiter does its work, but each turn is the first of a limiter, so that nobody ever waits. */
    private static WriteTurns unlimited() {
        return () -> new WriteLimiter(System::nanoTime, (delay, task) -> null).take();
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
