package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request, led through its phases by hand. */
final class TransitionBench {

    static final String REQUEST_ID = "5a9cb2a8-0000-4000-8000-00000000dead";

    /** As little as Graph has been seen to say. */
    static final String ERROR = "{\"error\":{\"code\":\"UnknownError\",\"message\":\"\"}}";

    static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");

    final RequestPlan plan;
    Situation situation = Situation.of(RequestState.startingAt(BEGIN));
    Step latest;
    Duration passed = Duration.ZERO;
    /** How long Graph has asked the whole app to wait. */
    Duration held = Duration.ZERO;

    TransitionBench(RequestOptions options) {
        this(device(), options, false);
    }

    TransitionBench(DeviceTarget target, RequestOptions options, boolean oneOfMany) {
        plan = new RequestPlan(target, options, oneOfMany);
    }

    static RequestOptions options(OnDoubt onDoubt, long sessionTimeoutSeconds) {
        return new RequestOptions(ApiVersion.AUTO, 120, onDoubt, sessionTimeoutSeconds);
    }

    static DeviceTarget device() {
        try {
            return DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE);
        } catch (InvalidInputException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** @return the lines that the build's log gets */
    List<String> happens(Event event) {
        latest = Transitions.next(plan, situation, event, new Moment(BEGIN.plus(passed), passed.toNanos(), 0.5, held));
        situation = latest.next();
        return latest.effects().stream()
                .filter(Effect.Log.class::isInstance)
                .map(effect -> ((Effect.Log) effect).line())
                .toList();
    }

    List<String> afterSeconds(long seconds, Event event) {
        passed = passed.plusSeconds(seconds);
        return happens(event);
    }

    /** The last effect of that kind, of the latest event. */
    <E extends Effect> Optional<E> effect(Class<E> kind) {
        return latest.effects().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((earlier, later) -> later);
    }

    RequestState state() {
        return situation.state();
    }

    Phase phase() {
        return state().phase();
    }

    static Event.Read read(String link) {
        return read(link, "");
    }

    static Event.Read read(String link, String error) {
        return new Event.Read(new DeviceReading(new SessionLink(link), error, details()));
    }

    static DeviceDetails details() {
        return new DeviceDetails(StandIn.DEVICE, "LAPTOP-1", "SN-1", "Windows", "anna@contoso.com", "", "company");
    }

    static Event.Answered answered(int status, String... headers) {
        Map<String, List<String>> map = new TreeMap<>(Map.of("request-id", List.of(REQUEST_ID)));
        if (headers.length > 0) {
            map.put(headers[0], List.of(headers[1]));
        }
        return new Event.Answered(new HttpReply(status, map, ERROR, false), URI.create("https://graph.example/action"));
    }

    /** Until the device was claimed and read, and the permit is to be taken. */
    TransitionBench near() {
        happens(new Event.Begun(false));
        return nearAgain();
    }

    /** The same for the next attempt. */
    TransitionBench nearAgain() {
        if (phase() == Phase.BACKING_OFF) {
            happens(new Event.Woke());
        }
        if (phase() == Phase.CLAIMING) {
            happens(new Event.Claimed(Claim.GRANTED));
        }
        if (phase() == Phase.CHECKING) {
            happens(new Event.Checked(Connector.ONBOARDED, ""));
        }
        happens(new Event.Called());
        happens(read(""));
        return this;
    }

    /** Until the action is on its way, as this attempt. */
    TransitionBench sending(String attempt) {
        happens(new Event.Permitted(attempt));
        happens(new Event.Saved());
        return this;
    }
}
