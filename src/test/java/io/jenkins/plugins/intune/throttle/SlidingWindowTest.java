package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    @Test
    void whatIsAddedCountsUntilItsEndAndNotAtIt() {
        SlidingWindow window = new SlidingWindow();
        window.add(5);
        assertEquals(1, window.count(4));
        assertEquals(0, window.count(5));
    }

    @Test
    void agreesWithAPlainListWhateverHappensInWhateverOrder() {
        SplittableRandom random = new SplittableRandom(11);
        SlidingWindow window = new SlidingWindow();
        List<Long> plain = new ArrayList<>();
        for (long now = 0; now < 20_000; now++) {
            long time = now;
            if (random.nextInt(3) > 0) {
                long end = now + random.nextLong(1, 300);
                window.add(end);
                plain.add(end);
            }
            if (random.nextInt(5) == 0) {
                // Also what is not in it.
                Long end = now + random.nextLong(1, 300);
                window.remove(end);
                plain.remove(end);
            }
            plain.removeIf(end -> end <= time);
            plain.sort(null);
            assertEquals(plain.size(), window.count(now));
            for (int i = 0; i < plain.size(); i += 7) {
                assertEquals(plain.get(i), window.end(i));
            }
        }
    }
}
