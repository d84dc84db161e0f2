package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.values.Lanes;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jvnet.localizer.Localizable;

/**
 * The tokens of all identities, a {@link TokenHolder} each. A changed secret is another identity and so takes effect at once.
 * Bounded: the identity that was not used for longest goes first.
 *
 * <p>A token request blocks a thread: msal4j knows no other way, and an ID token may have to be fetched from somewhere first.
 * So an app has few threads, and all apps together a bounded number. While one endpoint, or ten, or forty, do not answer, the
 * token of another app takes no longer than usual.
 *
 * <p>Thread-safe; never blocks.
 */
public final class EntraTokens {

    private static final int MAX_IDENTITIES = 128;

    /** Longest time for a token request, which usually takes a fraction of a second. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The most token requests at once of an app's builds: its secret may just have been changed. */
    static final int MAX_REQUESTS_OF_APP = 2;

    /** The most at once for people who try an app out, with a secret that may be wrong: none of them delays its builds. */
    static final int MAX_TRIES_OF_APP = 1;

    /** The lane of people who try an app out. */
    private record Tries(String waitsFor) {}

    /** The most token requests at once. Others wait for a thread while their time runs. */
    static final int MAX_REQUESTS = 96;

    /** Extra time for the HTTP client, because its own timeout says better why there is no answer. */
    private static final Duration AFTER_CLIENT = Duration.ofSeconds(2);

    /** Longest wait of a form for a proof's claims. */
    private static final Duration FOR_EVIDENCE = Duration.ofSeconds(2);

    private final Supplier<? extends HttpSender> transport;
    private final Lanes threads;
    private final Scheduler timer;
    private final InstantSource clock;
    private final TokenCounts counts = new TokenCounts();
    private final Map<WorkloadIdentity, TokenHolder> holders = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkloadIdentity, TokenHolder> eldest) {
            return size() > MAX_IDENTITIES;
        }
    };

    /**
     * @param transport gives the present HTTP client; called for each request, because the proxy may change
     * @param threads runs what blocks, {@value #MAX_REQUESTS} at most at once: not the common pool, which belongs to
     *     everybody
     * @param timer ends requests that take too long
     * @param clock the time of day
     */
    public EntraTokens(
            Supplier<? extends HttpSender> transport, Executor threads, Scheduler timer, InstantSource clock) {
        this.transport = transport;
        this.threads = new Lanes(threads, MAX_REQUESTS);
        this.timer = timer;
        this.clock = clock;
    }

    /** How many tokens were requested. */
    public TokenCounts counts() {
        return counts;
    }

    /** The holder of an identity's token. Sends nothing yet. */
    public TokenHolder of(WorkloadIdentity identity) {
        synchronized (holders) {
            return holders.computeIfAbsent(
                    identity, key -> new TokenHolder(() -> request(key, TIMEOUT, forBuilds(key)), clock));
        }
    }

    /**
     * Requests a new token for somebody who tries an app out, past all caches, and does not keep it.
     *
     * @param timeout how long the endpoint has to answer
     * @return the token, or an {@link EntraException}; it ends soon after the timeout, whatever hangs
     */
    public CompletableFuture<AccessToken> fresh(WorkloadIdentity identity, Duration timeout) {
        return request(identity, timeout, forTries(identity));
    }

    private Executor forBuilds(WorkloadIdentity identity) {
        return threads.of(identity.waitsFor(), MAX_REQUESTS_OF_APP);
    }

    private Executor forTries(WorkloadIdentity identity) {
        return threads.of(new Tries(identity.waitsFor()), MAX_TRIES_OF_APP);
    }

    private CompletableFuture<AccessToken> request(WorkloadIdentity identity, Duration timeout, Executor lane) {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        counts.count(token);
        TokenRequest request = new TokenRequest(identity, new MsalHttpClient(identity, transport, timeout), token);
        try {
            Future<?> deadline =
                    timer.schedule(timeout.plus(AFTER_CLIENT), () -> request.expire(timeout, threads.refusal()));
            token.whenComplete((got, failure) -> deadline.cancel(false));
            lane.execute(request);
        } catch (RuntimeException | Error noTimer) {
            token.completeExceptionally(EntraException.unusable(identity, noTimer));
        }
        return token;
    }

    /** The claims of an identity's proof that Entra compares; empty if they cannot be read soon. */
    public CompletableFuture<Optional<Localizable>> evidence(WorkloadIdentity identity) {
        CompletableFuture<Optional<Localizable>> evidence =
                CompletableFuture.supplyAsync(identity::evidence, forTries(identity));
        Future<?> deadline = timer.schedule(FOR_EVIDENCE, () -> evidence.complete(Optional.empty()));
        evidence.whenComplete((read, failure) -> deadline.cancel(false));
        return evidence;
    }

    /** A request for a token, which holds a thread while it runs. */
    private static final class TokenRequest implements Runnable {

        private final WorkloadIdentity identity;
        private final MsalHttpClient http;
        private final CompletableFuture<AccessToken> token;
        private volatile boolean begun;

        TokenRequest(WorkloadIdentity identity, MsalHttpClient http, CompletableFuture<AccessToken> token) {
            this.identity = identity;
            this.http = http;
            this.token = token;
        }

        @Override
        public void run() {
            begun = true;
            if (token.isDone()) {
                return;
            }
            try {
                IAuthenticationResult result = identity.acquire(http);
                token.complete(new AccessToken(
                        result.accessToken(), result.expiresOnDate().toInstant()));
            } catch (Throwable failure) {
                token.completeExceptionally(http.explain(failure));
            }
        }

        void expire(Duration timeout, Optional<Throwable> noThread) {
            token.completeExceptionally(
                    begun
                            ? EntraException.late(identity, timeout)
                            : noThread.map(why -> EntraException.unsent(identity, why))
                                    .orElseGet(() -> EntraException.busy(identity, timeout)));
        }
    }
}
