package io.jenkins.plugins.intune.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.link.Checkout;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Walks through the life of requests at random, with every event in every phase, and compares what the transitions do with
 * the drawing in {@code docs/architecture.md} and with what must hold in any life.
 */
class TransitionsTest {

    private static final int WALKS = Integer.getInteger("intune.walks", 120_000);
    private static final int MAX_STEPS = 80;

    private static final Pattern EDGE = Pattern.compile("^ {4}(\\w+) --> (\\w+): (.+)$", Pattern.MULTILINE);

    @Test
    void theDrawingShowsWhatHappens() throws Exception {
        Map<String, Set<String>> drawn = new TreeMap<>();
        Matcher edge = EDGE.matcher(Files.readString(Checkout.root().resolve("docs/architecture.md")));
        while (edge.find()) {
            Set<String> events =
                    drawn.computeIfAbsent(edge.group(1) + " --> " + edge.group(2), first -> new TreeSet<>());
            for (String event : edge.group(3).split(", ")) {
                assertTrue(events.add(event), () -> edge.group() + " names " + event + " twice");
            }
        }
        Map<String, Set<String>> walked = new TreeMap<>();
        walk((before, event, now, step) -> {
            Phase from = before.state().phase();
            Phase to = step.next().state().phase();
            // What timeouts, aborts and restarts do in any phase is said beside the drawing.
            boolean anywhere = event instanceof Event.TimedOut
                    || event instanceof Event.Aborted
                    || event instanceof Event.Begun begun && begun.resumed();
            if (from != to && !anywhere) {
                walked.computeIfAbsent(from + " --> " + to, first -> new TreeSet<>())
                        .add(event.getClass().getSimpleName());
            }
        });
        assertEquals(lines(drawn), lines(walked));
    }

    private static String lines(Map<String, Set<String>> edges) {
        StringBuilder lines = new StringBuilder();
        edges.forEach((edge, events) -> lines.append("    ")
                .append(edge)
                .append(": ")
                .append(String.join(", ", events))
                .append('\n'));
        return lines.toString();
    }

    @Test
    void timeoutsAndAbortsEndARequest() {
        Map<Phase, Set<Phase>> timedOut = new EnumMap<>(Phase.class);
        Map<Phase, Set<Phase>> aborted = new EnumMap<>(Phase.class);
        walk((before, event, now, step) -> {
            Map<Phase, Set<Phase>> seen =
                    event instanceof Event.TimedOut ? timedOut : event instanceof Event.Aborted ? aborted : null;
            if (seen != null) {
                seen.computeIfAbsent(before.state().phase(), first -> EnumSet.noneOf(Phase.class))
                        .add(step.next().state().phase());
            }
        });
        for (Phase phase : Phase.values()) {
            boolean ended = phase == Phase.FINISHING;
            if (phase != Phase.NEW && phase != Phase.ENDED) {
                Phase onTimeout = phase.isBeforeSending() ? Phase.FINISHING : phase;
                assertEquals(EnumSet.of(onTimeout), timedOut.get(phase), () -> phase + " timed out");
                // A request on its way is given up; its end tells whether it had left.
                Phase onAbort = ended || phase == Phase.SENDING ? phase : Phase.FINISHING;
                assertEquals(EnumSet.of(onAbort), aborted.get(phase), () -> phase + " aborted");
            }
        }
    }

    @Test
    void nothingLeavesThatIsNotOnDiskOrHasNoPermit() {
        Life life = new Life();
        walk(life);
        assertTrue(life.sent > WALKS / 15, () -> "only " + life.sent + " were sent");
        assertTrue(life.dry > WALKS / 20, () -> "only " + life.dry + " were dry runs");
        assertTrue(life.ended > WALKS / 2, () -> "only " + life.ended + " ended");
    }

    /** What must hold in any life. */
    private static final class Life implements Walk.Watcher {

        private boolean permitted;
        private RequestState saved;
        private boolean over;
        int sent;
        int ended;
        int dry;

        @Override
        public void begins() {
            permitted = false;
            saved = null;
            over = false;
        }

        @Override
        public void sees(Situation before, Event event, Moment now, Step step) {
            assertFalse(over && !step.effects().isEmpty(), () -> "after the end: " + step);
            if (event instanceof Event.Permitted && before.state().phase() == Phase.TAKING) {
                permitted = true;
            }
            for (Effect effect : step.effects()) {
                if (effect instanceof Effect.Save) {
                    saved = step.next().state();
                } else if (effect instanceof Effect.Release || effect instanceof Effect.Postpone) {
                    assertTrue(permitted, "a permit is given back that nobody holds");
                    permitted = false;
                } else if (effect instanceof Effect.ReadDevice read) {
                    assertTrue(!permitted || read.timeout().toSeconds() <= 2, "a permit is kept through a long read");
                } else if (effect instanceof Effect.Send) {
                    assertFalse(now.isHeld(), "sent although Graph has asked the app to wait");
                    sends(step.next().state());
                } else if (effect instanceof Effect.End) {
                    ends(step.next().state());
                }
            }
        }

        private void sends(RequestState state) {
            sent++;
            assertTrue(permitted, "sent without a permit");
            permitted = false;
            assertEquals(Phase.SAVING, saved.phase(), "what is on disk says that it may have left");
            assertEquals(state.sent().clientRequestId(), saved.sent().clientRequestId());
            assertEquals(state.linkBefore(), saved.linkBefore(), "the link before is on disk");
            assertEquals(state.sent().attempts(), saved.sent().attempts());
        }

        private void ends(RequestState state) {
            ended++;
            over = true;
            assertFalse(permitted, "ended with a permit");
            if (state.outcome().canEnd(true) && !state.outcome().canEnd(false)) {
                dry++;
                assertEquals(0, state.sent().attempts(), "a dry run sends nothing");
            }
            if (state.outcome().isAccepted()) {
                assertTrue(state.acceptedAt() != null, "only what was accepted is called so");
            }
            if (!state.outcome().mayHaveReached()) {
                assertFalse(state.isInDoubt(), "what may have been accepted is called in doubt");
            }
            if (state.outcome().isFailure()) {
                assertTrue(state.message() != null && !state.message().isEmpty(), "says why");
            }
        }
    }

    @Test
    void whatAPhaseDoesNotWaitForChangesNothing() {
        Set<Phase> tried = EnumSet.noneOf(Phase.class);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < WALKS / 10; i++) {
            Walk walk = new Walk(random.split());
            walk.go(random.nextInt(MAX_STEPS), (before, event, now, step) -> {});
            Situation situation = walk.situation();
            Phase phase = situation.state().phase();
            tried.add(phase);
            for (Class<?> kind : Event.class.getPermittedSubclasses()) {
                if (kind != Event.Begun.class && !awaited(phase).contains(kind)) {
                    Event event = walk.event(kind.asSubclass(Event.class));
                    Step step = walk.next(event);
                    assertSame(situation.state(), step.next().state(), () -> phase + " on " + event);
                    assertTrue(step.effects().isEmpty(), () -> phase + " on " + event + ": " + step.effects());
                }
            }
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(Phase.NEW)), tried);
    }

    /** The events that can come in a phase; beginning belongs to none. */
    private static Set<Class<? extends Event>> awaited(Phase phase) {
        return switch (phase) {
            case LOOKING_UP ->
                Set.of(
                        Event.Found.class,
                        Event.NotFound.class,
                        Event.ReadFailed.class,
                        Event.TimedOut.class,
                        Event.Aborted.class);
            case CLAIMING ->
                Set.of(
                        Event.Claimed.class,
                        Event.Busy.class,
                        Event.Free.class,
                        Event.ReadFailed.class,
                        Event.Woke.class,
                        Event.TimedOut.class,
                        Event.Aborted.class);
            case CHECKING ->
                Set.of(Event.Checked.class, Event.ReadFailed.class, Event.TimedOut.class, Event.Aborted.class);
            case QUEUEING ->
                Set.of(
                        Event.Queued.class,
                        Event.Called.class,
                        Event.ReadFailed.class,
                        Event.Woke.class,
                        Event.TimedOut.class,
                        Event.Aborted.class);
            case READING ->
                Set.of(
                        Event.Read.class,
                        Event.ReadFailed.class,
                        Event.Woke.class,
                        Event.TimedOut.class,
                        Event.Aborted.class);
            case TAKING -> Set.of(Event.Permitted.class, Event.Woke.class, Event.TimedOut.class, Event.Aborted.class);
            case SAVING ->
                Set.of(
                        Event.Saved.class,
                        Event.NotSaved.class,
                        Event.Woke.class,
                        Event.TimedOut.class,
                        Event.Aborted.class);
            case SENDING -> Set.of(Event.Answered.class, Event.Unanswered.class, Event.Aborted.class);
            case BACKING_OFF ->
                Set.of(Event.NotSaved.class, Event.Woke.class, Event.TimedOut.class, Event.Aborted.class);
            case SETTLING -> Set.of(Event.Read.class, Event.ReadFailed.class, Event.Woke.class, Event.Aborted.class);
            case WATCHING ->
                Set.of(
                        Event.Read.class,
                        Event.ReadFailed.class,
                        Event.NotSaved.class,
                        Event.Woke.class,
                        Event.Aborted.class);
            case FINISHING -> Set.of(Event.Saved.class, Event.NotSaved.class, Event.Woke.class);
            case NEW, ENDED -> Set.of();
        };
    }

    private static void walk(Walk.Watcher watcher) {
        SplittableRandom random = new SplittableRandom(20261126);
        for (int i = 0; i < WALKS; i++) {
            new Walk(random.split()).go(MAX_STEPS, watcher);
        }
    }
}
