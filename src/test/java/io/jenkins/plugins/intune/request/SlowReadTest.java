package io.jenkins.plugins.intune.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.SampleFailures;
import io.jenkins.plugins.intune.retry.ReadFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request whose build takes nine seconds to be saved, and whose device cannot be read. */
class SlowReadTest {

    private static final Duration SAVE = Duration.ofSeconds(9);

    private final TransitionBench bench = new TransitionBench(TransitionBench.options(OnDoubt.FAIL, 0));
    private Duration deadline = Duration.ZERO;
    private int permits;

    private void happens(Event event) {
        bench.happens(event);
        bench.effect(Effect.SetDeadline.class).ifPresent(set -> deadline = bench.passed.plus(set.left()));
    }

    private void afterwards(Duration time, Event event) {
        boolean late = bench.passed.plus(time).compareTo(deadline) >= 0;
        bench.passed = late ? deadline : bench.passed.plus(time);
        happens(late ? new Event.TimedOut() : event);
    }

    /** No answer comes, so that the call ends when its time is up; a wait of the same length was begun before it. */
    private void read() {
        Duration call = bench.effect(Effect.ReadDevice.class).orElseThrow().timeout();
        Duration wait = bench.effect(Effect.Wait.class).map(Effect.Wait::time).orElse(Duration.ofDays(1));
        ReadFailure noAnswer = ReadFailure.of(SampleFailures.of(HttpFailure.Kind.TIMEOUT, true, 0));
        if (wait.compareTo(call) <= 0) {
            afterwards(wait, new Event.Woke());
        } else {
            afterwards(call, new Event.ReadFailed(noAnswer));
        }
    }

    /** Without a session to wait for, a request goes on without what cannot be read; a disk that is slow only delays. */
    @Test
    void whoIsSavedSlowlyAndCannotBeReadIsAskedAllTheSame() {
        happens(new Event.Begun(false));
        while (bench.phase() != Phase.SENDING && bench.phase() != Phase.FINISHING) {
            switch (bench.phase()) {
                case CLAIMING -> happens(new Event.Claimed(Claim.GRANTED));
                case QUEUEING -> happens(new Event.Called());
                case READING -> read();
                case TAKING -> happens(new Event.Permitted("attempt-" + ++permits));
                case SAVING -> afterwards(SAVE, new Event.Saved());
                case BACKING_OFF ->
                    afterwards(bench.effect(Effect.Wait.class).orElseThrow().time(), new Event.Woke());
                default -> throw new AssertionError(bench.phase());
            }
        }

        assertEquals(
                Phase.SENDING,
                bench.phase(),
                () -> permits + " permits: " + bench.state().message());
    }
}
