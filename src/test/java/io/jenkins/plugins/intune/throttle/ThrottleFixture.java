package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A throttle in virtual time, and requests that go through it. */
abstract class ThrottleFixture {

    static final Duration WINDOW = Limits.DEFAULT.window();
    static final Duration MARGIN = Duration.ofNanos(Allowance.MARGIN);
    static final Duration SECOND = Duration.ofSeconds(1);

    final VirtualTime time = new VirtualTime();
    final AppThrottle throttle = new AppThrottle(time, time, new SplittableRandom(1), Limits.DEFAULT);

    /** A write: claims as soon as it is called, unless it is slow. */
    final class Writer {

        private final boolean dawdles;
        Ticket ticket;
        Duration calledAt;
        CompletableFuture<Permit> permit = new CompletableFuture<>();

        Writer(boolean dawdles) {
            this.dawdles = dawdles;
            ticket = throttle.queueWrite(this::called);
            time.pass(Duration.ZERO);
        }

        void called() {
            calledAt = time.passed();
            if (!dawdles) {
                time.schedule(Duration.ZERO, () -> permit = ticket.claim());
            }
        }

        boolean isCalled() {
            return calledAt != null;
        }

        Permit permit() {
            assertTrue(hasPermit());
            return permit.join();
        }

        boolean hasPermit() {
            return permit.isDone() && !permit.isCancelled();
        }
    }

    Writer write() {
        return new Writer(false);
    }

    List<Writer> writes(int count) {
        return IntStream.range(0, count).mapToObj(i -> write()).toList();
    }

    /** Takes the whole limit, which lasts a second. */
    List<Writer> burst() {
        List<Writer> all = writes(Limits.DEFAULT.writes());
        for (int i = 0; i < 100; i++) {
            time.pass(Duration.ofMillis(20));
            // Slow ones, so that they do not keep back others.
            if (all.stream().allMatch(Writer::hasPermit)) {
                return all;
            }
        }
        // So many unanswered ones are not given at once; they count as slow after a second.
        time.passUntil(
                () -> all.stream().allMatch(Writer::hasPermit), time.passed().plus(SECOND.multipliedBy(30)));
        assertTrue(all.stream().allMatch(Writer::hasPermit));
        return all;
    }

    static void answer(List<Writer> writers, Duration sinceLeft) {
        writers.forEach(writer -> writer.permit().answered(sinceLeft));
    }

    long permits(List<Writer> writers) {
        return writers.stream().filter(Writer::hasPermit).count();
    }

    void answerAllAsTheyCome(List<Writer> writers, Duration within) {
        Duration until = time.passed().plus(within);
        while (time.passed().compareTo(until) < 0) {
            time.pass(Duration.ofMillis(10));
            writers.stream()
                    .filter(Writer::hasPermit)
                    .forEach(writer -> writer.permit().answered(Duration.ZERO));
        }
    }

    static void assertNoWindowHoldsMore(List<Duration> counted, int limit) {
        Collections.sort(counted);
        for (int i = limit; i < counted.size(); i++) {
            Duration span = counted.get(i).minus(counted.get(i - limit));
            assertTrue(span.compareTo(WINDOW) >= 0, "request " + i + " came after " + span);
        }
    }
}
