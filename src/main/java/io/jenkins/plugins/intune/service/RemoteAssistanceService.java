package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.intune.credentials.AppCredential;
import io.jenkins.plugins.intune.credentials.AppCredentials;
import io.jenkins.plugins.intune.credentials.CredentialLookup;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceSearch;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.WriteLimiter;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.verify.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.util.Timer;

/**
 * What all builds share: the HTTP client, the tokens, the limits and a few threads. Everything is made on first use, so
 * the plugin adds nothing to the start of Jenkins. Thread-safe.
 */
@Extension
public final class RemoteAssistanceService {

    private static final int BLOCKING_THREADS = 4;
    private static final int LIMITERS = 256;

    private final ExecutorService blocking = threads(BLOCKING_THREADS, "intune-remote-assistance-blocking");
    /** One thread is enough for events, and keeps a thousand waits from keeping more awake. */
    private final ExecutorService events = threads(1, "intune-remote-assistance-events");

    private final JenkinsTransport transport = new JenkinsTransport();
    private final EntraTokens tokens = new EntraTokens(transport, blocking, InstantSource.system());
    private final Map<String, WriteLimiter> limiters = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WriteLimiter> eldest) {
            return size() > LIMITERS;
        }
    };

    /** A credential made usable: who asks, and where. */
    private record App(Cloud cloud, CloudEndpoints endpoints, WorkloadIdentity identity) {

        static App of(AppCredential credential, CredentialLookup lookup) throws InvalidInputException {
            Cloud cloud = credential.homeCloud();
            CloudEndpoints endpoints = IntuneConfiguration.get().endpoints(cloud);
            return new App(cloud, endpoints, credential.identity(endpoints, lookup));
        }
    }

    private static ExecutorService threads(int most, String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most,
                most,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), name),
                // The queue has no bound, so this is for what comes after Jenkins has stopped.
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The one service. */
    public static RemoteAssistanceService get() {
        return ExtensionList.lookupSingleton(RemoteAssistanceService.class);
    }

    /** Threads for what may block for a moment: looking up builds and credentials, msal4j. */
    public Executor blocking() {
        return blocking;
    }

    /** The thread for the events of requests, all of them short. */
    Executor events() {
        return events;
    }

    /**
     * Makes a credential usable for a build. May read from disk or ask a credentials provider, so not for a thread that
     * must not block.
     *
     * @throws InvalidInputException if there is no such credential for this build, or what it holds cannot be used
     */
    GraphAccess access(String credentialsId, Run<?, ?> run) throws InvalidInputException {
        CredentialLookup lookup = CredentialLookup.of(run);
        App app = App.of(AppCredentials.find(credentialsId, lookup), lookup);
        List<String> warnings = Stream.concat(
                        app.identity.warnings(Instant.now()).stream(), app.cloud.warnings().stream())
                .toList();
        return new GraphAccess(
                app.endpoints, new AppTokens(tokens.of(app.identity)), limiter(app.identity), warnings, transport);
    }

    /**
     * Prepares to try a credential out. May block as {@link #access} may.
     *
     * @param lookup finds what the credential refers to
     * @param device a device to read too, or {@code null}
     */
    Verification verification(AppCredential credential, CredentialLookup lookup, @CheckForNull DeviceTarget device)
            throws InvalidInputException {
        App app = App.of(credential, lookup);
        return new Verification(app.cloud, app.endpoints, app.identity, device, tokens, transport);
    }

    /**
     * Lists devices whose value begins with the query's, with the token that builds use too. May block as {@link #access}
     * may.
     *
     * @param lookup finds what the credential refers to
     * @param most how many devices at most
     * @param timeout how long Graph may take
     */
    CompletableFuture<List<DeviceDetails>> devicesBeginningWith(
            DeviceQuery query, int most, AppCredential credential, CredentialLookup lookup, Duration timeout)
            throws InvalidInputException {
        App app = App.of(credential, lookup);
        DeviceSearch search = new DeviceSearch(app.endpoints, transport);
        return tokens.of(app.identity)
                .current()
                .thenCompose(token -> search.beginningWith(query, most, token.value(), timeout));
    }

    private WriteLimiter limiter(WorkloadIdentity identity) {
        synchronized (limiters) {
            return limiters.computeIfAbsent(identity.toString(), key -> WriteLimiter.on(Timer.get()));
        }
    }

    /** Lets go of threads and connections when Jenkins stops. */
    @Terminator(after = TermMilestone.STARTED)
    public void close() {
        transport.close();
        events.shutdown();
        blocking.shutdown();
    }
}
