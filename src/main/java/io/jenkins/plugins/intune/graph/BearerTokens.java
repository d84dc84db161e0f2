package io.jenkins.plugins.intune.graph;

import java.util.concurrent.CompletableFuture;

/**
 * Where a request gets its bearer token from. Implementations are thread-safe and do not block.
 */
public interface BearerTokens {

    /** A token that is valid now. Fails with an exception whose message says in plain words why there is none. */
    CompletableFuture<String> current();

    /**
     * A token to use after Graph refused one: a new one, unless another caller has renewed it in the meantime.
     *
     * @param refused the token that Graph refused
     */
    CompletableFuture<String> renewed(String refused);
}
