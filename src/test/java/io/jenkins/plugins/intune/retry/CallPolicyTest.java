package io.jenkins.plugins.intune.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a call waits that is throttled again and again. */
class CallPolicyTest {

    /** Graph has been seen to say 1 each time, and to go on throttling whoever believed it. */
    @ParameterizedTest
    @CsvSource({"0, 1, 2", "0, 6, 60", "1, 1, 2", "1, 4, 16", "1, 9, 60", "90, 1, 90", "90, 9, 90"})
    void whoIsToldTooLittleWaitsLongerEachTime(long told, int throttles, long waited) {
        CallPolicy tries = new CallPolicy(0, throttles - 1, false);
        Trouble trouble = new Trouble(Trouble.Kind.LATER, true, "", Optional.of(Duration.ofSeconds(told)));

        CallPolicy.Verdict verdict = tries.after(trouble, 1, Duration.ofHours(1), 1);

        assertEquals(CallPolicy.Step.RETRY, verdict.step());
        assertEquals(Duration.ofSeconds(waited), verdict.delay());
        assertEquals(throttles, verdict.tries().throttles());
    }

    @Test
    void whatHasNoTimeForTheWaitIsNotMadeAgain() {
        Trouble trouble = new Trouble(Trouble.Kind.LATER, true, "", Optional.of(Duration.ofSeconds(90)));

        assertEquals(
                CallPolicy.Step.TOO_LONG,
                CallPolicy.FRESH.after(trouble, 1, Duration.ofSeconds(90), 0).step());
    }
}
