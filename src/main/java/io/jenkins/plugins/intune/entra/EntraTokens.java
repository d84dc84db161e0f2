package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.values.Lanes;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jvnet.localizer.Localizable;

/**
 * The tokens of all identities, a {@link TokenHolder} each. A changed secret is another identity and so takes effect at once.
 * Bounded: the identity that was not used for longest goes first, a stranger for a stranger (see below). None goes while somebody
 * waits for its request: an identity has one at a time.
 *
 * <p>A token request blocks a thread: msal4j knows no other way, and an ID token may have to be fetched from somewhere first.
 * So an app has few threads, and all apps together a bounded number. While one endpoint, or ten, or forty, do not answer, the
 * token of another app takes no longer than usual.
 *
 * <p>Which app it is an identity only claims: a client id is no secret, and whoever brings a credential of their own may name any
 * app. So there are threads for <em>proven</em> identities, whose last answer was a token, and other threads for strangers:
 * however many wrong secrets are tried in an app's name, its own goes on as if there were none. After a restart of Jenkins all
 * are strangers. Then those who ask take {@linkplain Turns turns}, folder by folder: many strangers in one job delay what other
 * jobs ask by a request or two. A secret that was refused is not sent again for some seconds.
 *
 * <p>Not promised: that a stranger is not delayed by many strangers in the same job, or by a few whose ID token comes from
 * somewhere that does not answer; nor by those who may fill many folders, or name thousands of apps at once.
 *
 * <p>Thread-safe; never blocks.
 */
public final class EntraTokens {

    /** The most proven identities, and the most others, that are remembered while nobody waits for them. */
    static final int MAX_IDENTITIES = 500;

    /** Longest time for a token request, which usually takes a fraction of a second. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The most token requests at once of an app's builds, proven or not: its secret may just have been changed. */
    static final int MAX_REQUESTS_OF_APP = 2;

    /** The most at once for people who try an app out, with a secret that may be wrong: none of them delays its builds. */
    static final int MAX_TRIES_OF_APP = 1;

    /** The lane of people who try an app out. */
    private record Tries(String waitsFor) {}

    /** The most at once of proven identities, and of all others. What comes later waits for a thread while its time runs. */
    static final int MAX_REQUESTS = 96;

    /** Extra time for the HTTP client, because its own timeout says better why there is no answer. */
    private static final Duration AFTER_CLIENT = Duration.ofSeconds(2);

    /** Longest wait of a form for a proof's claims. */
    private static final Duration FOR_EVIDENCE = Duration.ofSeconds(2);

    private final Supplier<? extends HttpSender> transport;
    private final Lanes proven;
    private final Lanes strangers;
    private final Turns turns = new Turns();
    private final Scheduler timer;
    private final InstantSource clock;
    private final TokenCounts counts = new TokenCounts();
    /** The one that was not used for longest comes first. */
    private final Map<WorkloadIdentity, TokenHolder> holders = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param transport gives the present HTTP client; called for each request, because the proxy may change
     * @param threads runs what blocks, twice {@value #MAX_REQUESTS} at most at once: not the common pool, which belongs to
     *     everybody
     * @param timer ends requests that take too long
     * @param clock the time of day
     */
    public EntraTokens(
            Supplier<? extends HttpSender> transport, Executor threads, Scheduler timer, InstantSource clock) {
        this.transport = transport;
        proven = new Lanes(threads, MAX_REQUESTS);
        strangers = new Lanes(threads, MAX_REQUESTS);
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
            TokenHolder known = holders.get(identity);
            if (known != null) {
                return known;
            }
            if (holders.size() >= MAX_IDENTITIES) {
                makeRoom(false);
                makeRoom(true);
            }
            TokenHolder holder = new TokenHolder(new Requests(identity), clock);
            holders.put(identity, holder);
            return holder;
        }
    }

    private void makeRoom(boolean amongProven) {
        List<WorkloadIdentity> idle = holders.entrySet().stream()
                .filter(entry -> entry.getValue().isIdle(amongProven))
                .map(Map.Entry::getKey)
                .toList();
        idle.stream().limit(Math.max(0, idle.size() - MAX_IDENTITIES + 1)).forEach(holders::remove);
    }

    /**
     * Requests a new token for somebody who tries an app out, past all caches, and does not keep it.
     *
     * @param timeout how long the endpoint has to answer
     * @return the token, or an {@link EntraException}; it ends soon after the timeout, whatever hangs
     */
    public CompletableFuture<AccessToken> fresh(WorkloadIdentity identity, Duration timeout) {
        return request(identity, timeout, request -> begin(request, forTries(identity)));
    }

    private Executor forTries(WorkloadIdentity identity) {
        return strangers.of(new Tries(identity.waitsFor()), MAX_TRIES_OF_APP);
    }

    /** The requests of an identity for builds, one at a time. */
    private final class Requests implements TokenHolder.Source {

        private final WorkloadIdentity identity;
        private final Set<String> askers = new HashSet<>();
        /** The stranger's request under way, or {@code null}. */
        private TokenRequest inLine;

        Requests(WorkloadIdentity identity) {
            this.identity = identity;
        }

        @Override
        public CompletableFuture<AccessToken> request(boolean wasProven, String asker) {
            askers.clear();
            inLine = null;
            return EntraTokens.this.request(identity, TIMEOUT, request -> {
                if (wasProven) {
                    begin(request, proven.of(identity.waitsFor(), MAX_REQUESTS_OF_APP));
                } else {
                    inLine = request;
                    joined(asker);
                }
            });
        }

        @Override
        public void joined(String asker) {
            // So it comes with the first turn of any of those who wait for it.
            if (inLine != null && !inLine.begun.get() && askers.add(asker)) {
                String app = identity.waitsFor();
                turns.add(app, asker, inLine);
                strangers
                        .of(app, MAX_REQUESTS_OF_APP)
                        .execute(() -> turns.next(app).ifPresent(Turns.Waiting::run));
            }
        }
    }

    private CompletableFuture<AccessToken> request(
            WorkloadIdentity identity, Duration timeout, Consumer<TokenRequest> line) {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        counts.count(token);
        TokenRequest request = new TokenRequest(identity, new MsalHttpClient(identity, transport, timeout), token);
        try {
            Future<?> deadline = timer.schedule(
                    timeout.plus(AFTER_CLIENT),
                    () -> request.expire(timeout, strangers.refusal().or(proven::refusal)));
            token.whenComplete((got, failure) -> deadline.cancel(false));
            line.accept(request);
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

    private static void begin(TokenRequest request, Executor lane) {
        lane.execute(() -> {
            if (request.begin()) {
                request.run();
            }
        });
    }

    /** A request for a token, which holds a thread while it runs. */
    private static final class TokenRequest implements Turns.Waiting {

        private final WorkloadIdentity identity;
        private final MsalHttpClient http;
        private final CompletableFuture<AccessToken> token;
        private final AtomicBoolean begun = new AtomicBoolean();

        TokenRequest(WorkloadIdentity identity, MsalHttpClient http, CompletableFuture<AccessToken> token) {
            this.identity = identity;
            this.http = http;
            this.token = token;
        }

        @Override
        public boolean begin() {
            return !token.isDone() && begun.compareAndSet(false, true);
        }

        @Override
        public void run() {
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
                    begun.get()
                            ? EntraException.late(identity, timeout)
                            : noThread.map(why -> EntraException.unsent(identity, why))
                                    .orElseGet(() -> EntraException.busy(identity, timeout)));
        }
    }
}
