package io.jenkins.plugins.intune.entra;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/** Tokens without Entra. */
public final class MethodsTokens {

    private MethodsTokens() {}

    /** Whose holders are looked up and never asked. */
    public static EntraTokens tokens() {
        return new EntraTokens(() -> null, ForkJoinPool.commonPool(), (delay, task) -> null, InstantSource.system());
    }

    /** A holder that has a token. */
    public static TokenHolder warm() {
        AccessToken token = new AccessToken("t".repeat(1500), Instant.now().plusSeconds(3599));
        TokenHolder holder = new TokenHolder(() -> CompletableFuture.completedFuture(token), InstantSource.system());
        holder.current().join();
        return holder;
    }
}
