package io.jenkins.plugins.intune.service;

import io.jenkins.plugins.intune.entra.AccessToken;
import io.jenkins.plugins.intune.entra.EntraException;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.values.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Entra's tokens as Graph's requests take them.
 *
 * @param asker who needs them, see {@link TokenHolder#current(String)}
 */
record AppTokens(TokenHolder holder, String asker) implements BearerTokens {

    @Override
    public CompletableFuture<String> current() {
        return translate(holder.current(asker));
    }

    @Override
    public CompletableFuture<String> renewed(String refused) {
        return translate(holder.renewed(refused, asker));
    }

    private static CompletableFuture<String> translate(CompletableFuture<AccessToken> token) {
        return token.handle((good, failure) -> {
            if (failure == null) {
                return good.value();
            }
            Throwable cause = Failures.cause(failure);
            if (cause instanceof EntraException entra) {
                throw new CompletionException(new TokenException(
                        entra.getMessage(),
                        entra.temporary(),
                        entra.retryAfter().orElse(null),
                        entra));
            }
            throw new CompletionException(cause);
        });
    }
}
