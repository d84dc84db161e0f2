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

    /** How long a refusal serves: what is mended where Entra is takes effect soon, and a wrong secret is sent rarely. */
    private static final Duration REFUSAL_SERVES = Duration.ofSeconds(10);

    /** Where tokens come from. Called for one caller after the other. */
    interface Source {

        /**
         * Requests a token.
         *
         * @param proven whether the last answer to this identity was a token
         * @param asker who needs it, see {@link #current(String)}
         */
        CompletableFuture<AccessToken> request(boolean proven, String asker);

        /** Somebody else waits for the same request. */
        default void joined(String asker) {}
    }

    private final Source entra;
    private final InstantSource clock;
    private AccessToken token;
    private Instant receivedAt;
    private Instant noRenewalBefore = Instant.MIN;
    private boolean proven;
    /** Why there is no token, or {@code null} if Entra has not refused one in the end. */
    private EntraException refusal;

    private Instant refusedAt;
    /** The request under way, or {@code null}. */
    private CompletableFuture<AccessToken> flight;

    /** @param entra requests a token, once for each call */
    public TokenHolder(Supplier<CompletableFuture<AccessToken>> entra, InstantSource clock) {
        this((proven, asker) -> entra.get(), clock);
    }

    TokenHolder(Source entra, InstantSource clock) {
        this.entra = entra;
        this.clock = clock;
    }

    /** The same for somebody who is not known. */
    public CompletableFuture<AccessToken> current() {
        return current("");
    }

    /**
     * A token that is valid now, or an {@link EntraException}.
     *
     * @param asker who needs it: those in the same folder share one turn ({@link Turns})
     */
    public CompletableFuture<AccessToken> current(String asker) {
        Instant now = clock.instant();
        synchronized (this) {
            if (token != null && token.isGood(now, receivedAt)) {
                if (token.isDue(now, receivedAt) && !now.isBefore(noRenewalBefore)) {
                    join(asker, now);
                }
                return CompletableFuture.completedFuture(token);
            }
            return join(asker, now);
        }
    }

    /** The same for somebody who is not known. */
    public CompletableFuture<AccessToken> renewed(String refused) {
        return renewed(refused, "");
    }

    /**
     * A token other than the refused one: a new one, unless another caller has renewed it already.
     *
     * @param refused the token that the server did not take
     * @param asker who needs it, see {@link #current(String)}
     */
    public CompletableFuture<AccessToken> renewed(String refused, String asker) {
        Instant now = clock.instant();
        synchronized (this) {
            if (token != null && token.value().equals(refused)) {
                token = null;
            }
            return token != null && token.isGood(now, receivedAt)
                    ? CompletableFuture.completedFuture(token)
                    : join(asker, now);
        }
    }

    /** Whether nobody waits for a request, and the last answer was a token, or was not. */
    synchronized boolean isIdle(boolean wasProven) {
        return flight == null && proven == wasProven;
    }

    private CompletableFuture<AccessToken> join(String asker, Instant now) {
        if (flight == null) {
            if (refusal != null && !now.isBefore(refusedAt) && now.isBefore(refusedAt.plus(REFUSAL_SERVES))) {
                return CompletableFuture.failedFuture(refusal);
            }
            // Callers wait for what follows land(), so that nobody who saw the outcome can join this flight again.
            CompletableFuture<AccessToken> landed = request(asker).whenComplete(this::land);
            if (landed.isDone()) {
                return landed.copy();
            }
            flight = landed;
        } else {
            entra.joined(asker);
        }
        return flight.copy();
    }

    private CompletableFuture<AccessToken> request(String asker) {
        try {
            return entra.request(proven, asker);
        } catch (RuntimeException | Error mistake) {
            return CompletableFuture.failedFuture(mistake);
        }
    }

    private synchronized void land(AccessToken fresh, Throwable failure) {
        flight = null;
        refusal = failure instanceof EntraException entra && entra.isRefusal() ? entra : null;
        if (fresh != null) {
            token = fresh;
            receivedAt = clock.instant();
            proven = true;
        } else {
            noRenewalBefore = clock.instant().plus(RENEWAL_DELAY);
        }
        if (refusal != null) {
            refusedAt = clock.instant();
            proven = false;
        }
    }
}
