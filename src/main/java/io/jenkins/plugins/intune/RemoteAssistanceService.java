package io.jenkins.plugins.intune;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.WriteLimiter;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
    static RemoteAssistanceService get() {
        return ExtensionList.lookupSingleton(RemoteAssistanceService.class);
    }

    /** Threads for what may block for a moment: looking up builds and credentials, msal4j. */
    Executor blocking() {
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
        EntraAppCredentials credentials = find(credentialsId, run);
        CredentialsProvider.track(run, credentials);
        Cloud cloud = Cloud.named(credentials.getCloud());
        CloudEndpoints endpoints = IntuneConfiguration.get().endpoints(cloud);
        AppIdentity app = credentials.identity(endpoints);
        return new GraphAccess(cloud, endpoints, new AppTokens(tokens.of(app)), limiter(app), transport);
    }

    private static EntraAppCredentials find(String id, Run<?, ?> run) throws InvalidInputException {
        EntraAppCredentials found =
                CredentialsProvider.findCredentialById(id, EntraAppCredentials.class, run, List.of());
        if (found != null) {
            return found;
        }
        StandardCredentials other =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        throw new InvalidInputException(
                "credentialsId",
                other == null
                        ? Messages.RemoteAssistanceService_notFound(
                                id, run.getParent().getFullDisplayName())
                        : Messages.RemoteAssistanceService_otherKind(
                                id, other.getDescriptor().getDisplayName()));
    }

    private WriteLimiter limiter(AppIdentity app) {
        synchronized (limiters) {
            return limiters.computeIfAbsent(app.toString(), key -> new WriteLimiter(System::nanoTime));
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
