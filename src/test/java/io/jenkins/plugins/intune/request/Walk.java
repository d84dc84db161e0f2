package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.SampleFailures;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** One request's life at random: whatever the driver can feed back of what it was asked to do, in any order. */
final class Walk {

    /** Sees every step of a walk. */
    interface Watcher {

        void sees(Situation before, Event event, Moment now, Step step);

        /** A new life begins. */
        default void begins() {}
    }

    private static final URI ACTION = URI.create("https://graph.example/action");
    private static final HttpCall CALL = HttpCall.get(ACTION, Map.of(), Duration.ofSeconds(1));

    private final SplittableRandom random;
    private final RequestPlan plan;
    /** Whether no read of the device tells anything. */
    private final boolean unreadable;

    /** What effects of this phase have not brought their result. */
    private final List<List<Class<? extends Event>>> awaited = new ArrayList<>();

    private Situation situation;
    private Instant wall = Instant.parse("2026-11-26T10:00:00Z");
    private long nanos;

    Walk(SplittableRandom random) {
        this.random = random;
        plan = plan();
        unreadable = random.nextInt(20) == 0;
        situation = Situation.of(RequestState.startingAt(wall));
    }

    private RequestPlan plan() {
        try {
            DeviceTarget target = random.nextBoolean()
                    ? DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE)
                    : DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1");
            OnDoubt onDoubt = random.nextInt(3) == 0 ? OnDoubt.RESEND : OnDoubt.FAIL;
            RequestOptions options = new RequestOptions(ApiVersion.AUTO, 120, onDoubt, random.nextBoolean() ? 300 : 0)
                    .withDryRun(random.nextInt(8) == 0);
            return new RequestPlan(target, options, random.nextInt(4) == 0);
        } catch (InvalidInputException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Situation situation() {
        return situation;
    }

    Step next(Event event) {
        return next(event, now());
    }

    private Step next(Event event, Moment now) {
        return Transitions.next(plan, situation, event, now);
    }

    private Moment now() {
        // Being held with a permit is rare enough.
        int oneIn = situation.isPermitted() ? 10 : 60;
        Duration held = random.nextInt(oneIn) > 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(400_000));
        return new Moment(wall, nanos, random.nextDouble(), held);
    }

    void go(int steps, Watcher watcher) {
        watcher.begins();
        step(new Event.Begun(false), watcher);
        for (int i = 0; i < steps && situation.state().phase() != Phase.ENDED; i++) {
            pass();
            if (random.nextInt(40) == 0) {
                situation = Situation.of(situation.state());
                awaited.clear();
                watcher.begins();
                step(new Event.Begun(true), watcher);
            } else {
                step(event(next()), watcher);
            }
        }
    }

    private void step(Event event, Watcher watcher) {
        Situation before = situation;
        Moment now = now();
        Step step = next(event, now);
        situation = step.next();
        if (situation.state().phase() != before.state().phase()) {
            awaited.clear();
        }
        if (event instanceof Event.Busy) {
            awaited.add(List.of(Event.Claimed.class, Event.ReadFailed.class));
            awaited.add(List.of(Event.Free.class));
        }
        for (Effect effect : step.effects()) {
            List<Class<? extends Event>> results = results(effect);
            if (!results.isEmpty()) {
                // A wait takes the place of an earlier one.
                awaited.remove(results);
                awaited.add(results);
            }
        }
        watcher.sees(before, event, now, step);
    }

    private void pass() {
        long millis =
                switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(30_000);
                    case 1 -> random.nextInt(5_000);
                    default -> random.nextInt(100);
                };
        nanos += millis * 1_000_000;
        wall = wall.plusMillis(random.nextInt(50) == 0 ? random.nextInt(-3_600_000, 3_600_000) : millis);
    }

    /** What the driver feeds back of an effect, as long as the phase goes on. */
    private static List<Class<? extends Event>> results(Effect effect) {
        if (effect instanceof Effect.Save) {
            return List.of(Event.Saved.class, Event.NotSaved.class);
        } else if (effect instanceof Effect.LookUp) {
            return List.of(Event.Found.class, Event.NotFound.class, Event.ReadFailed.class);
        } else if (effect instanceof Effect.Claim) {
            return List.of(Event.Claimed.class, Event.Claimed.class, Event.Busy.class, Event.ReadFailed.class);
        } else if (effect instanceof Effect.CheckApp) {
            return List.of(Event.Checked.class, Event.Checked.class, Event.ReadFailed.class);
        } else if (effect instanceof Effect.Queue) {
            return List.of(Event.Queued.class, Event.Called.class, Event.ReadFailed.class);
        } else if (effect instanceof Effect.Postpone) {
            return List.of(Event.Called.class, Event.ReadFailed.class);
        } else if (effect instanceof Effect.ReadDevice) {
            return List.of(Event.Read.class, Event.ReadFailed.class);
        } else if (effect instanceof Effect.Take) {
            return List.of(Event.Permitted.class);
        } else if (effect instanceof Effect.Send) {
            return List.of(Event.Answered.class, Event.Unanswered.class);
        } else if (effect instanceof Effect.Wait) {
            return List.of(Event.Woke.class);
        }
        return List.of();
    }

    /** What comes next: each effect has one result, whichever it is. */
    private Class<? extends Event> next() {
        if (awaited.isEmpty() || random.nextInt(60) == 0) {
            return random.nextBoolean() ? Event.TimedOut.class : Event.Aborted.class;
        }
        int chosen = random.nextInt(awaited.size());
        // Most things come in time.
        for (int tries = 0; tries < 3 && awaited.get(chosen).contains(Event.Woke.class); tries++) {
            chosen = random.nextInt(awaited.size());
        }
        List<Class<? extends Event>> results = new ArrayList<>(awaited.remove(chosen));
        if (unreadable && results.remove(Event.Read.class)) {
            return Event.ReadFailed.class;
        }
        if (results.size() > 1 && random.nextInt(4) > 0) {
            // Most events are good, so that lives get far.
            results.removeAll(Set.of(Event.ReadFailed.class, Event.NotFound.class, Event.NotSaved.class));
        }
        return results.get(random.nextInt(results.size()));
    }

    /** An event of that kind. */
    Event event(Class<? extends Event> kind) {
        return switch (kind.getSimpleName()) {
            case "Found" -> new Event.Found(device(), List.of());
            case "NotFound" -> new Event.NotFound("none");
            case "Claimed" -> new Event.Claimed(claim());
            case "Busy" -> new Event.Busy();
            case "Free" -> new Event.Free();
            case "Checked" ->
                new Event.Checked(
                        random.nextBoolean() ? Connector.ONBOARDED : Connector.NOT_ONBOARDED,
                        random.nextInt(8) == 0 ? "lacking" : "");
            case "Queued" -> new Event.Queued();
            case "Called" -> new Event.Called();
            case "Read" -> new Event.Read(reading());
            case "ReadFailed" -> new Event.ReadFailed(readFailure());
            case "Permitted" -> new Event.Permitted("id-" + random.nextInt(1_000_000));
            case "Saved" -> new Event.Saved();
            case "NotSaved" -> new Event.NotSaved("disk full");
            case "Answered" -> new Event.Answered(reply(), ACTION);
            case "Unanswered" -> new Event.Unanswered(failure());
            case "Woke" -> new Event.Woke();
            case "TimedOut" -> new Event.TimedOut();
            case "Aborted" -> new Event.Aborted();
            default -> throw new IllegalArgumentException(kind.getName());
        };
    }

    private Claim claim() {
        return switch (random.nextInt(24)) {
            case 0 -> new Claim.Refused(Outcome.DUPLICATE, "another");
            case 1, 2, 3 -> new Claim.Earlier(earlier());
            default -> Claim.GRANTED;
        };
    }

    private RequestReport earlier() {
        RequestState sent =
                RequestState.startingAt(wall).attempting(wall, "id-0").withDevice(StandIn.DEVICE, "");
        RequestState before = random.nextBoolean() ? sent.withBefore("", "") : sent;
        return RequestReport.brokenOff(
                random.nextBoolean() ? before : before.answered("r-0").accepted(wall, false));
    }

    private static DeviceDetails device() {
        return new DeviceDetails(StandIn.DEVICE, "LAPTOP-1", "SN-1", "Windows", "anna@contoso.com", "", "company");
    }

    private DeviceReading reading() {
        String link = random.nextInt(3) == 0 ? "https://link.example/" + random.nextInt(3) : "";
        return new DeviceReading(new SessionLink(link), random.nextInt(6) == 0 ? "failed" : "", device());
    }

    private ReadFailure readFailure() {
        if (unreadable) {
            return new ReadFailure(ReadFailure.Kind.TEMPORARY, true, "trouble", Optional.empty());
        }
        ReadFailure.Kind[] kinds = ReadFailure.Kind.values();
        return new ReadFailure(
                kinds[random.nextInt(kinds.length)],
                random.nextInt(3) > 0,
                "trouble",
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(random.nextInt(500))));
    }

    private HttpReply reply() {
        int[] statuses = {204, 204, 204, 200, 202, 302, 400, 401, 403, 404, 429, 429, 500, 503, 504, 999};
        Map<String, List<String>> headers = random.nextInt(4) == 0
                ? Map.of()
                : Map.of(
                        "request-id",
                        List.of(TransitionBench.REQUEST_ID),
                        "Retry-After",
                        List.of(String.valueOf(random.nextInt(40))));
        return new HttpReply(statuses[random.nextInt(statuses.length)], headers, TransitionBench.ERROR, false);
    }

    private Throwable failure() {
        return switch (random.nextInt(4)) {
            case 0 -> SampleFailures.notConnected();
            case 1 -> HttpFailure.timeout(CALL, random.nextBoolean());
            case 2 -> HttpFailure.cancelled(CALL, random.nextBoolean());
            default -> new IllegalStateException("mistake");
        };
    }
}
