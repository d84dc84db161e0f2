package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** With a clock that the test turns. */
class WakeupsTest {

    private record Alarm(long at, FutureTask<Void> task) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private final List<String> expired = new ArrayList<>();
    private final Queue<Runnable> secondTries = new ArrayDeque<>();
    private boolean refuses;
    private boolean keepsWhatItRefuses;
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // it overflows within the tests
    private final Wakeups wakeups = new Wakeups(clocks(), this::setAlarm, secondTries::add);

    private Future<?> setAlarm(Duration delay, Runnable task) {
        FutureTask<Void> future = new FutureTask<>(task, null);
        if (!refuses || keepsWhatItRefuses) {
            alarms.add(new Alarm(now + delay.toNanos(), future));
        }
        if (refuses) {
            throw new RejectedExecutionException("no thread");
        }
        return future;
    }

    @Test
    void aTaskThatFailsTakesNoOtherWithIt() {
        wakeups.schedule(Duration.ofSeconds(1), () -> {
            throw new NoSuchMethodError("of a library");
        });
        for (int i = 0; i < 10; i++) {
            String name = "call " + i;
            wakeups.schedule(Duration.ofSeconds(1), () -> expired.add(name));
        }

        pass(Duration.ofSeconds(1));

        assertEquals(10, expired.size());
    }

    @Test
    void aThousandTasksThatAreCalledOffSetOneAlarm() {
        for (int i = 0; i < 1000; i++) {
            Future<?> call = add("call", 120);
            pass(Duration.ofMillis(1));
            call.cancel(false);
        }
        assertEquals(1, alarms.size());
        pass(Duration.ofSeconds(300));
        assertEquals(List.of(), expired);
        assertEquals(1, alarms.size(), "nothing to wake up for");
    }

    @Test
    void eachRunsAtItsOwnTime() {
        add("long", 10);
        pass(Duration.ofSeconds(1));
        add("short", 2);
        add("middle", 6);
        pass(Duration.ofMillis(1999));
        assertEquals(List.of(), expired);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("short"), expired);
        pass(Duration.ofSeconds(4));
        assertEquals(List.of("short", "middle"), expired);
        pass(Duration.ofSeconds(3));
        assertEquals(List.of("short", "middle", "long"), expired);
    }

    @Test
    void callingOneOffCallsNoOtherOff() {
        Future<?> answered = add("answered", 2);
        add("late", 3);
        answered.cancel(false);
        pass(Duration.ofSeconds(3));
        assertEquals(List.of("late"), expired);
    }

    @Test
    void aTaskAfterAQuietTimeRunsToo() {
        add("first", 2).cancel(false);
        pass(Duration.ofSeconds(60));
        add("second", 2);
        pass(Duration.ofSeconds(2));
        assertEquals(List.of("second"), expired);
    }

    /** A machine that has no memory, or no thread, to give for a moment. */
    @Test
    void aTimerThatRefusesIsAskedAgainAlthoughNobodyElseComes() {
        refuses = true;
        add("only", 1);
        pass(Duration.ofSeconds(1));
        refuses = false;
        tryAgain();

        pass(Duration.ZERO);

        assertEquals(List.of("only"), expired);
    }

    @Test
    void aTimerThatRefusesAnEarlierTimeStillComesAtTheLaterOne() {
        add("later", 2);
        refuses = true;
        add("earlier", 1);

        pass(Duration.ofSeconds(2));

        assertEquals(List.of("earlier", "later"), expired);
    }

    @Test
    void afterARefusalTheNextTaskSetsTheTimer() {
        add("later", 3);
        refuses = true;
        add("refused", 1);
        refuses = false;
        add("last", 2);

        pass(Duration.ofSeconds(1));

        assertEquals(List.of("refused"), expired);
        pass(Duration.ofSeconds(2));
        assertEquals(List.of("refused", "last", "later"), expired);
    }

    @Test
    void whatIsDueRunsAlthoughTheTimerRefusesTheNext() {
        add("due", 1);
        add("later", 2);
        refuses = true;

        pass(Duration.ofSeconds(1));

        assertEquals(List.of("due"), expired);
        refuses = false;
        tryAgain();
        pass(Duration.ofSeconds(1));
        assertEquals(List.of("due", "later"), expired);
    }

    /** Java's own timer is like that: it has the task before it finds that it can start no thread for it. */
    @Test
    void aTimerThatComesAlthoughItHadRefusedLeavesNoSecondOneBehind() {
        refuses = true;
        keepsWhatItRefuses = true;
        add("first", 1);
        refuses = false;
        add("second", 2);
        add("third", 3);
        tryAgain();

        pass(Duration.ofSeconds(1));

        assertEquals(List.of("first"), expired);
        assertEquals(1, alarms.stream().filter(alarm -> !alarm.task().isDone()).count());
    }

    private void tryAgain() {
        while (!secondTries.isEmpty()) {
            secondTries.remove().run();
        }
    }

    private Future<?> add(String name, int seconds) {
        return wakeups.schedule(Duration.ofSeconds(seconds), () -> expired.add(name));
    }

    private Clocks clocks() {
        return new Clocks() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanos() {
                return now;
            }
        };
    }

    private void pass(Duration time) {
        long until = now + time.toNanos();
        for (Alarm alarm = due(until); alarm != null; alarm = due(until)) {
            now = alarm.at() - now > 0 ? alarm.at() : now;
            alarm.task().run();
        }
        now = until;
    }

    private Alarm due(long until) {
        return alarms.stream()
                .filter(alarm -> !alarm.task().isDone() && alarm.at() - until <= 0)
                .min((one, other) -> Long.signum(one.at() - other.at()))
                .orElse(null);
    }
}
