package io.jenkins.plugins.intune.entra;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** How many tokens were requested since Jenkins started, for builds and by people who try an app out. Thread-safe. */
public final class TokenCounts {

    private final LongAdder requested = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** A token is requested. */
    void count(CompletableFuture<AccessToken> token) {
        requested.increment();
        token.whenComplete((got, failure) -> {
            if (failure != null) {
                failed.increment();
            }
        });
    }

    /** How many tokens were requested. */
    public long requested() {
        return requested.sum();
    }

    /** How many of them did not come, for whatever reason. */
    public long failed() {
        return failed.sum();
    }
}
