package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.jenkins.plugins.intune.http.HttpTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The tokens of all identities, a {@link TokenHolder} each. A changed secret is another identity and so takes effect at
 * once. Bounded: the identity that was not used for longest goes first. Thread-safe.
 */
public final class EntraTokens {

    private static final int IDENTITIES = 128;

    /** A token request takes a fraction of a second; after this long the endpoint counts as down. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Supplier<HttpTransport> transport;
    private final ExecutorService executor;
    private final InstantSource clock;
    private final Map<WorkloadIdentity, TokenHolder> holders = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkloadIdentity, TokenHolder> eldest) {
            return size() > IDENTITIES;
        }
    };

    /**
     * @param transport the HTTP client of the moment; asked for each request, because the proxy may change
     * @param executor runs msal4j, whose calls block: not the common pool, which belongs to everybody
     * @param clock the time of day
     */
    public EntraTokens(Supplier<HttpTransport> transport, ExecutorService executor, InstantSource clock) {
        this.transport = transport;
        this.executor = executor;
        this.clock = clock;
    }

    /** The holder of an identity's token. Sends nothing yet. */
    public TokenHolder of(WorkloadIdentity identity) {
        synchronized (holders) {
            return holders.computeIfAbsent(identity, key -> new TokenHolder(() -> fresh(key, TIMEOUT), clock));
        }
    }

    /**
     * Asks for a new token, past all caches, and keeps it for nobody.
     *
     * @param timeout how long the endpoint has to answer
     * @return the token, or an {@link EntraException}
     */
    public CompletableFuture<AccessToken> fresh(WorkloadIdentity identity, Duration timeout) {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        MsalHttpClient http = new MsalHttpClient(identity, transport, timeout);
        try {
            identity.acquire(http, executor)
                    .whenComplete((result, failure) -> {
                        if (failure == null) {
                            token.complete(token(result));
                        } else {
                            token.completeExceptionally(http.explain(failure));
                        }
                    });
        } catch (Exception unusable) {
            token.completeExceptionally(http.explain(unusable));
        }
        return token;
    }

    private static AccessToken token(IAuthenticationResult result) {
        return new AccessToken(result.accessToken(), result.expiresOnDate().toInstant());
    }
}
