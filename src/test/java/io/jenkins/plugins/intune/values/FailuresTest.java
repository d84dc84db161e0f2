package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** How failures are put into words. */
class FailuresTest {

    @Test
    void theReasonIsTheFailuresOwnWord() {
        assertEquals("disk full", Failures.reason(new IOException("disk full")));
        assertEquals("disk full", Failures.reason(new CompletionException(new IOException("disk full"))));
    }

    @Test
    void aFailureWithoutWordsIsNamedByItsKind() {
        assertEquals("IOException", Failures.reason(new IOException()));
        assertEquals("IOException", Failures.reason(new CompletionException(new IOException())));
    }

    @Test
    void onlyTheWrappingOfFuturesIsTakenOff() {
        IOException inner = new IOException("inner");
        IOException outer = new IOException("outer", inner);

        assertSame(inner, Failures.cause(new CompletionException(inner)));
        assertSame(outer, Failures.cause(outer));
        CompletionException alone = new CompletionException("alone", null);
        assertSame(alone, Failures.cause(alone));
    }
}
