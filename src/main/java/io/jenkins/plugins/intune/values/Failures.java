package io.jenkins.plugins.intune.values;

import java.util.concurrent.CompletionException;

/** Failures in words for people. */
public final class Failures {

    private Failures() {}

    /** The failure itself, without what {@link java.util.concurrent.CompletableFuture} wraps around it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /**
     * Why something failed: the failure's own message or, for one that has none, its kind. An error of Java itself is told
     * with its kind, because its message alone, for example the name of a method, says little. Never {@code null}.
     */
    public static String reason(Throwable failure) {
        Throwable cause = cause(failure);
        String kind = cause.getClass().getSimpleName();
        if (cause.getMessage() == null) {
            return kind;
        }
        return cause instanceof Error ? kind + ": " + cause.getMessage() : cause.getMessage();
    }
}
