package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** So many look-ups a minute, and no more memory than for so many people. */
class LookUpRateTest {

    /** A clock that begins shortly before it overflows, as any may. */
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private final LookUpRate rate = new LookUpRate(60, () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private int left(String who) {
        int taken = 0;
        while (rate.take(who)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aMinutesWorthIsThereAtOnceAndComesBackEvenly() {
        assertEquals(60, left("anna"));
        assertFalse(rate.take("anna"));
        assertEquals(60, left("kim"), "nobody takes it from another");

        pass(Duration.ofSeconds(1));
        assertEquals(1, left("anna"));
        pass(Duration.ofSeconds(30));
        assertEquals(30, left("anna"));
        pass(Duration.ofDays(3));
        assertEquals(60, left("anna"), "and never more");
    }

    @Test
    void theMemoryIsBounded() {
        assertEquals(60, left("anna"));
        for (int i = 0; i < 3 * LookUpRate.MAX_REMEMBERED; i++) {
            rate.take("somebody " + i);
            assertFalse(rate.take("anna"), "whoever goes on trying is not forgotten");
        }
        assertTrue(rate.remembered() <= LookUpRate.MAX_REMEMBERED);
    }
}
