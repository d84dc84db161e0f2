package io.jenkins.plugins.intune.entra;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The token of one identity. Any number of callers that miss at once share one request; a token that is about to expire is
 * renewed in the background, and kept if that fails. Thread-safe; never blocks.
 *
 * <p>Why not msal4j's own cache: a thousand callers on a cold cache became a thousand requests, a hit costs a pool thread,
 * and an authority with a port never hits at all.
 */
public final class TokenHolder {

    /** Delay before another early renewal after one has failed. */
    private static final Duration RENEWAL_DELAY = Duration.ofSeconds(30);

    private final Supplier<CompletableFuture<AccessToken>> entra;
    private final InstantSource clock;
    private AccessToken token;
    private Instant receivedAt;
    private Instant noRenewalBefore = Instant.MIN;
    /** The request under way, or {@code null}. */
    private CompletableFuture<AccessToken> flight;

    /** @param entra requests a token, once for each call */
    public TokenHolder(Supplier<CompletableFuture<AccessToken>> entra, InstantSource clock) {
        this.entra = entra;
        this.clock = clock;
    }

    /** A token that is valid now, or an {@link EntraException}. */
    public CompletableFuture<AccessToken> current() {
        Instant now = clock.instant();
        synchronized (this) {
            if (token != null && token.isGood(now, receivedAt)) {
                if (token.isDue(now, receivedAt) && !now.isBefore(noRenewalBefore)) {
                    join();
                }
                return CompletableFuture.completedFuture(token);
            }
            return join();
        }
    }

    /**
     * A token other than the refused one: a new one, unless another caller has renewed it already.
     *
     * @param refused the token that the server did not take
     */
    public CompletableFuture<AccessToken> renewed(String refused) {
        Instant now = clock.instant();
        synchronized (this) {
            if (token != null && token.value().equals(refused)) {
                token = null;
            }
            return token != null && token.isGood(now, receivedAt) ? CompletableFuture.completedFuture(token) : join();
        }
    }

    private CompletableFuture<AccessToken> join() {
        if (flight == null) {
            // Callers wait for what follows land(), so that nobody who saw the outcome can join this flight again.
            CompletableFuture<AccessToken> landed = request().whenComplete((fresh, failure) -> land(fresh));
            if (landed.isDone()) {
                return landed.copy();
            }
            flight = landed;
        }
        return flight.copy();
    }

    private CompletableFuture<AccessToken> request() {
        try {
            return entra.get();
        } catch (RuntimeException | Error mistake) {
            return CompletableFuture.failedFuture(mistake);
        }
    }

    private synchronized void land(AccessToken fresh) {
        flight = null;
        if (fresh != null) {
            token = fresh;
            receivedAt = clock.instant();
        } else {
            noRenewalBefore = clock.instant().plus(RENEWAL_DELAY);
        }
    }
}
