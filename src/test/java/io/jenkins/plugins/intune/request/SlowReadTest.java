package io.jenkins.plugins.intune.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.SampleFailures;
import io.jenkins.plugins.intune.retry.Trouble;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request whose build takes nine seconds to be saved, and whose device cannot be read. */
class SlowReadTest {

    private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration SAVE = Duration.ofSeconds(9);

    private final RequestPlan plan;
    private Situation situation = Situation.of(RequestState.startingAt(BEGIN));
    private Step latest;
    private Duration passed = Duration.ZERO;
    private Duration deadline = Duration.ZERO;
    private int permits;

    SlowReadTest() throws Exception {
        plan = new RequestPlan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE),
                new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.FAIL, 0),
                false);
    }

    private void happens(Event event) {
        latest = Transitions.next(
                plan, situation, event, new Moment(BEGIN.plus(passed), passed.toNanos(), 0.5, Duration.ZERO));
        situation = latest.next();
        of(Effect.SetDeadline.class).ifPresent(set -> deadline = passed.plus(set.left()));
    }

    private <E extends Effect> Optional<E> of(Class<E> kind) {
        return latest.effects().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((earlier, later) -> later);
    }

    private Phase phase() {
        return situation.state().phase();
    }

    private void afterwards(Duration time, Event event) {
        boolean late = passed.plus(time).compareTo(deadline) >= 0;
        passed = late ? deadline : passed.plus(time);
        happens(late ? new Event.TimedOut() : event);
    }

    /** No answer comes, so that the call ends when its time is up; a wait of the same length was begun before it. */
    private void read() {
        Duration call = of(Effect.ReadDevice.class).orElseThrow().timeout();
        Duration wait = of(Effect.Wait.class).map(Effect.Wait::time).orElse(Duration.ofDays(1));
        Trouble noAnswer = Trouble.of(SampleFailures.of(HttpFailure.Kind.TIMEOUT, true, 0));
        if (wait.compareTo(call) <= 0) {
            afterwards(wait, new Event.Woke());
        } else {
            afterwards(call, new Event.Troubled(noAnswer));
        }
    }

    /** Without a session to wait for, a request goes on without what cannot be read; a disk that is slow only delays. */
    @Test
    void whoIsSavedSlowlyAndCannotBeReadIsAskedAllTheSame() {
        happens(new Event.Begun(false));
        while (phase() != Phase.SENDING && phase() != Phase.FINISHING) {
            switch (phase()) {
                case CLAIMING -> happens(new Event.Claimed(Claim.GRANTED));
                case QUEUEING -> happens(new Event.Called());
                case READING -> read();
                case TAKING -> happens(new Event.Permitted("attempt-" + ++permits));
                case SAVING -> afterwards(SAVE, new Event.Saved());
                case BACKING_OFF ->
                    afterwards(of(Effect.Wait.class).orElseThrow().time(), new Event.Woke());
                default -> throw new AssertionError(phase());
            }
        }

        assertEquals(
                Phase.SENDING,
                phase(),
                () -> permits + " permits: " + situation.state().message());
    }
}
