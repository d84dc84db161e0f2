package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.entra.AccessToken;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.graph.BearerTokens;
import java.util.concurrent.CompletableFuture;

/** The plugin's own token holder, as requests take it. */
record HeldTokens(TokenHolder holder) implements BearerTokens {

    @Override
    public CompletableFuture<String> current() {
        return holder.current().thenApply(AccessToken::value);
    }

    @Override
    public CompletableFuture<String> renewed(String refused) {
        return holder.renewed(refused).thenApply(AccessToken::value);
    }
}
