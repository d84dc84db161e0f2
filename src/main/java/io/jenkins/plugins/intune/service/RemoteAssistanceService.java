package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.intune.credentials.AppCredential;
import io.jenkins.plugins.intune.credentials.AppCredentials;
import io.jenkins.plugins.intune.driver.DeviceReads;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.PacedSender;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.TokenClaims;
import io.jenkins.plugins.intune.entra.TokenCounts;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.throttle.ThrottleCounts;
import io.jenkins.plugins.intune.throttle.Throttles;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.Lanes;
import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.values.Wakeups;
import io.jenkins.plugins.intune.verify.Verification;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What all builds share: the HTTP client, the tokens, the limits and a few threads. Everything is made on first use, so
 * the plugin adds nothing to the start of Jenkins. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class RemoteAssistanceService {

    /** Of {@code FlowExecutionList}, whose plugin need not be there: nothing has to be waited for then. */
    private static final String PIPELINES_SUSPENDED = "FlowExecutionList.EXECUTIONS_SUSPENDED";

    private static final int DISK_THREADS = 4;

    /** Most builds whose logs are written to at once: a plugin that sends a log to a server can hang. */
    private static final int MAX_LOGS = 64;

    /** Most look-ups at once at credentials providers, and likewise at the security realm. */
    private static final int MAX_LOOK_UPS = 32;

    /** The most look-ups at once of a credential in a folder: one that hangs holds these threads and no more. */
    private static final int MAX_LOOK_UPS_OF_ONE = 4;

    /** Longest wait for a thread's last tasks when Jenkins stops, in seconds. */
    private static final int MAX_WAIT_FOR_THREADS = 1;

    private final ExecutorService diskThreads = threads(DISK_THREADS, "intune-remote-assistance-disk");

    private final Lanes disk = new Lanes(diskThreads, DISK_THREADS);
    /** One thread is enough for events, and a thousand waits do not keep more threads busy. */
    private final ExecutorService events = threads(1, "intune-remote-assistance-events");

    /** Unbounded: look-ups of credentials, the realm and tokens have bounds of their own. */
    private final ExecutorService waiters = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("intune-remote-assistance-blocking"),
            new ThreadPoolExecutor.DiscardPolicy());

    private final Lanes logs = new Lanes(waiters, MAX_LOGS);
    private final Lanes credentials = new Lanes(waiters, MAX_LOOK_UPS);
    private final Lanes realm = new Lanes(waiters, MAX_LOOK_UPS);

    private final JenkinsTransport transport = new JenkinsTransport();
    private final Scheduler wakeups = new Wakeups(Clocks.SYSTEM, Scheduler.on(Timer.get()));
    private final EntraTokens tokens = new EntraTokens(transport, waiters, wakeups, InstantSource.system());
    private final Platform platform = new Platform(
            Clocks.SYSTEM,
            wakeups,
            events,
            new SecureRandom(),
            () -> GracefulShutdown.get().isStopping());
    private final Throttles limits = new Throttles(
            Clocks.SYSTEM,
            wakeups,
            platform.random(),
            () -> IntuneConfiguration.get().effectiveLimits());
    private final AppThrottles throttles = new AppThrottles(limits);
    private final RequestCounts requests = new RequestCounts();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** A credential made usable: the identity and its cloud. */
    private record App(Cloud cloud, CloudEndpoints endpoints, WorkloadIdentity identity) {

        static App of(AppCredential credential) throws InvalidInputException {
            Cloud cloud = credential.homeCloud();
            CloudEndpoints endpoints = IntuneConfiguration.get().endpoints(cloud);
            return new App(cloud, endpoints, credential.identity(endpoints));
        }
    }

    private static ExecutorService threads(int most, String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most,
                most,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named(name),
                // The queue has no bound, so this is for what comes after Jenkins has stopped.
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static ThreadFactory named(String name) {
        return new NamingThreadFactory(new DaemonThreadFactory(), name);
    }

    /** The one service. */
    public static RemoteAssistanceService get() {
        return ExtensionList.lookupSingleton(RemoteAssistanceService.class);
    }

    /**
     * Threads for looking a credential up, which asks credentials providers, who may not answer. One that hangs for a folder
     * holds a few of them, and nothing else waits for it: neither other folders, nor events, nor tokens, nor the disk.
     *
     * @param job for which it is looked up; {@code null} for the whole of Jenkins
     */
    public Executor asking(@CheckForNull Item job, String credentialsId) {
        String name = job == null ? "" : job.getFullName();
        String folder = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        return credentials.of(List.of(folder, credentialsId), MAX_LOOK_UPS_OF_ONE);
    }

    /** Threads for what may ask the security realm, which may not answer, for a build. */
    public Executor askingRealm(Run<?, ?> build) {
        return realm.of(build, 1);
    }

    /** A thread for what writes to a build's log, which a plugin may send to a server that does not answer. */
    Executor log(Run<?, ?> build) {
        return logs.of(build, 1);
    }

    /**
     * A thread for what reads a build's files and writes them: itself, its journals. A build whose files are large or slow
     * holds this one and no more, and the others take turns.
     */
    public Executor disk(Run<?, ?> build) {
        return disk.of(build, 1);
    }

    /** A thread for finding the build that a step belongs to, which is in memory nearly always. */
    public Executor findingBuilds() {
        return disk.of("", 1);
    }

    /** How requests have ended. */
    public RequestCounts requests() {
        return requests;
    }

    /** What the throttles have seen. */
    public ThrottleCounts throttling() {
        return limits.counts();
    }

    /** How many tokens were requested. */
    public TokenCounts tokenRequests() {
        return tokens.counts();
    }

    /** What requests run on. */
    public Platform platform() {
        return platform;
    }

    /**
     * Makes a credential usable for a build. May read from disk or ask a credentials provider, so not for a thread that
     * must not block.
     *
     * @throws InvalidInputException if there is no such credential for this build, or what it holds cannot be used
     */
    GraphAccess access(String credentialsId, Run<?, ?> run) throws InvalidInputException {
        return access(credentialsId, CredentialLookup.of(run));
    }

    private GraphAccess access(String credentialsId, CredentialLookup lookup) throws InvalidInputException {
        App app = App.of(AppCredentials.find(credentialsId, lookup));
        List<String> warnings = Stream.concat(
                        app.identity.warnings(Instant.now()).stream(), app.cloud.warnings().stream())
                .toList();
        return new GraphAccess(
                app.endpoints,
                new AppTokens(tokens.of(app.identity), lookup.scope()),
                throttles.of(app.identity),
                token -> TokenClaims.of(token).map(TokenClaims::roles),
                token -> TokenClaims.of(token).flatMap(TokenClaims::tenant),
                warnings,
                transport);
    }

    /**
     * Prepares to try a credential out. May block as {@link #access} may.
     *
     * @param device a device to read too, or {@code null}
     */
    Verification verification(AppCredential credential, @CheckForNull DeviceTarget device)
            throws InvalidInputException {
        App app = App.of(credential);
        return new Verification(app.cloud, app.endpoints, app.identity, device, tokens, token -> forForm(app, token));
    }

    /**
     * Prepares to read devices for somebody who waits. May block as {@link #access} may.
     *
     * @param lookup how the credential is found
     */
    DeviceReads reads(String credentialsId, CredentialLookup lookup) throws InvalidInputException {
        return new DeviceReads(access(credentialsId, lookup), platform);
    }

    /** Calls for forms count for the app's limit, too, and must not delay its builds. */
    private HttpSender forForm(App app, String token) {
        return PacedSender.forForm(transport, throttles.of(app.identity).apply(token), platform);
    }

    /**
     * Waits for what these threads complete, even if the waiting thread is interrupted. Blocks.
     *
     * @throws InterruptedException if Jenkins has stopped, so that nobody completes it any more
     * @throws CompletionException if it has failed
     */
    public <T> T join(CompletableFuture<T> awaited) throws InterruptedException {
        CompletableFuture.anyOf(awaited, closed).join();
        if (!awaited.isDone()) {
            throw new InterruptedException();
        }
        return awaited.join();
    }

    /** The limit for each app has changed, also for requests that wait already. */
    void limitsChanged() {
        limits.limitsChanged();
    }

    /** Ends threads and connections when Jenkins stops. What is to be saved is saved, unless the disk takes too long. */
    @Terminator(after = TermMilestone.STARTED, requires = PIPELINES_SUSPENDED)
    public void close() throws InterruptedException {
        try {
            // Builds that are not to be resumed have just ended.
            GracefulShutdown.get().awaitAborted();
            transport.close();
            events.shutdown();
            events.awaitTermination(MAX_WAIT_FOR_THREADS, TimeUnit.SECONDS);
            waiters.shutdown();
            diskThreads.shutdown();
            diskThreads.awaitTermination(MAX_WAIT_FOR_THREADS, TimeUnit.SECONDS);
        } finally {
            // By now it knows how all requests ended.
            closed.complete(null);
            AssistanceLog.get().close();
        }
    }
}
