package io.jenkins.plugins.intune.entra;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Tokens without Entra. */
public final class MethodsTokens {

    private MethodsTokens() {}

    /** A holder that has a token. */
    public static TokenHolder warm() {
        AccessToken token = new AccessToken("t".repeat(1500), Instant.now().plusSeconds(3599));
        TokenHolder holder = new TokenHolder(() -> CompletableFuture.completedFuture(token), InstantSource.system());
        holder.current().join();
        return holder;
    }
}
