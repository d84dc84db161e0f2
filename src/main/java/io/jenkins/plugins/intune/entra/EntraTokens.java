package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.jenkins.plugins.intune.http.HttpTransport;
import java.net.MalformedURLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The tokens of all app registrations, a {@link TokenHolder} each. A changed secret is another identity and so takes
 * effect at once. Bounded: the identity that was not used for longest goes first. Thread-safe.
 */
public final class EntraTokens {

    private static final int IDENTITIES = 128;

    private final Supplier<HttpTransport> transport;
    private final ExecutorService executor;
    private final InstantSource clock;
    private final Map<AppIdentity, TokenHolder> holders = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AppIdentity, TokenHolder> eldest) {
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

    /** The holder of an app's token. Sends nothing yet. */
    public TokenHolder of(AppIdentity app) {
        synchronized (holders) {
            return holders.computeIfAbsent(app, key -> new TokenHolder(() -> request(key), clock));
        }
    }

    /** Asks Entra, past all caches. */
    private CompletableFuture<AccessToken> request(AppIdentity app) {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        try {
            ClientCredentialParameters parameters = ClientCredentialParameters.builder(Set.of(app.scope()))
                    .skipCache(true)
                    .build();
            application(app).acquireToken(parameters).whenComplete((result, failure) -> {
                if (failure == null) {
                    token.complete(token(result));
                } else {
                    token.completeExceptionally(explain(app, failure));
                }
            });
        } catch (MalformedURLException | RuntimeException unusable) {
            token.completeExceptionally(explain(app, unusable));
        }
        return token;
    }

    private ConfidentialClientApplication application(AppIdentity app) throws MalformedURLException {
        return ConfidentialClientApplication.builder(app.clientId(), app.proof().toMsal())
                .authority(app.tenantAuthority())
                // The authorities are a closed list plus an administrator's: there is nothing to discover.
                .instanceDiscovery(false)
                .httpClient(new MsalHttpClient(app, transport))
                .executorService(executor)
                .disableInternalRetries()
                .build();
    }

    private static AccessToken token(IAuthenticationResult result) {
        return new AccessToken(result.accessToken(), result.expiresOnDate().toInstant());
    }

    /** msal4j wraps the real cause, often twice. */
    private static EntraException explain(AppIdentity app, Throwable failure) {
        Throwable deepest = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof EntraException explained) {
                return explained;
            }
            deepest = t instanceof CompletionException ? deepest : t;
        }
        return EntraException.unusable(app, deepest);
    }
}
