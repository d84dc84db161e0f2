package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** With a clock that the test turns. */
class DeadlinesTest {

    private record Alarm(long at, FutureTask<Void> task) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private final List<String> expired = new ArrayList<>();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // it overflows within the tests
    private final Deadlines deadlines = new Deadlines(() -> now, (delay, task) -> {
        FutureTask<Void> future = new FutureTask<>(task, null);
        alarms.add(new Alarm(now + delay.toNanos(), future));
        return future;
    });

    @Test
    void aDeadlineThatFailsTakesNoOtherWithIt() {
        deadlines.add(
                () -> {
                    throw new NoSuchMethodError("of a library");
                },
                Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            String name = "call " + i;
            deadlines.add(() -> expired.add(name), Duration.ofSeconds(1));
        }

        pass(Duration.ofSeconds(1));

        assertEquals(10, expired.size());
    }

    @Test
    void aThousandCallsThatAreAnsweredSetOneAlarm() {
        for (int i = 0; i < 1000; i++) {
            Runnable call = add("call", 120);
            pass(Duration.ofMillis(1));
            deadlines.remove(call);
        }
        assertEquals(1, alarms.size());
        pass(Duration.ofSeconds(300));
        assertEquals(List.of(), expired);
        assertEquals(1, alarms.size(), "nothing to wake up for");
    }

    @Test
    void eachExpiresAtItsOwnTime() {
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
    void anAnswerCallsItsOwnDeadlineOffAndNoOther() {
        Runnable answered = add("answered", 2);
        add("late", 3);
        deadlines.remove(answered);
        pass(Duration.ofSeconds(3));
        assertEquals(List.of("late"), expired);
    }

    @Test
    void aCallAfterAQuietTimeHasADeadlineToo() {
        deadlines.remove(add("first", 2));
        pass(Duration.ofSeconds(60));
        add("second", 2);
        pass(Duration.ofSeconds(2));
        assertEquals(List.of("second"), expired);
    }

    @Test
    void nothingExpiresOnceItIsClosed() {
        add("call", 2);
        deadlines.close();
        pass(Duration.ofSeconds(5));
        assertEquals(List.of(), expired);
    }

    private Runnable add(String name, int seconds) {
        Runnable task = () -> expired.add(name);
        deadlines.add(task, Duration.ofSeconds(seconds));
        return task;
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
