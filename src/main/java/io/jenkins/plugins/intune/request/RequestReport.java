package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.retry.Disposition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is left of a request when it has ended, for a build to remember and show. Printing it shows no session link.
 *
 * @param device the device in words
 * @param deviceId the Intune device id, or {@code null} if nobody knows it
 * @param deviceName the device's name, or {@code null} if it was not read
 * @param lookUp what the device was looked up by, as a line of a list of devices, or {@code null} if it was not
 * @param outcome how it ended
 * @param message the failure's paragraph, or {@code null} for none
 * @param startedAt when it began
 * @param acceptedAt when Intune accepted, or {@code null}
 * @param requestId the id that Graph gave it, or {@code null}
 * @param clientRequestId the id that this side gave it, or {@code null} if nothing was sent
 * @param attempts how many times the action was sent
 * @param sessionUrl the session link, confidential, or {@code null}
 * @param sessionError why there is no session, in Intune's words, or {@code null}
 * @param trace what a later step of the build needs to go on with it, shown to nobody; {@code null} if nothing was sent
 * @param logId the id under which the assistance log has it, however often it was sent; {@code null} is taken as the {@code
 *     clientRequestId}
 */
public record RequestReport(
        String device,
        String deviceId,
        String deviceName,
        String lookUp,
        Outcome outcome,
        String message,
        Instant startedAt,
        Instant acceptedAt,
        String requestId,
        String clientRequestId,
        int attempts,
        String sessionUrl,
        String sessionError,
        Trace trace,
        String logId) {

    /** The names under which a report is told, in this order. */
    public static final List<String> NAMES = List.of(
            "device",
            "deviceId",
            "deviceName",
            "lookUp",
            "outcome",
            "message",
            "startedAt",
            "acceptedAt",
            "requestId",
            "clientRequestId",
            "attempts",
            "sessionUrl",
            "sessionError");

    /** Of a request that was sent once both ids are the same. */
    public RequestReport {
        logId = logId == null ? clientRequestId : logId;
    }

    /**
     * What is left of a request.
     *
     * @param link the session link, or {@code null} for none
     */
    public static RequestReport of(RequestPlan plan, RequestState state, String link) {
        Sent sent = state.sent();
        return new RequestReport(
                plan.target().toString(),
                plan.readable(state).flatMap(address -> address.deviceId()).orElse(null),
                state.deviceName(),
                plan.lookUp(),
                state.outcome(),
                state.message(),
                state.startedAt(),
                state.acceptedAt(),
                sent.requestId(),
                sent.attempts() == 0 ? null : sent.clientRequestId(),
                sent.attempts(),
                link,
                state.sessionError(),
                Trace.of(state),
                sent.logId());
    }

    /** What is left of a request that was under way when Jenkins died: its device is known by its id alone. */
    public static RequestReport brokenOff(RequestState last) {
        RequestState state = last.told();
        Sent sent = state.sent();
        boolean accepted = state.acceptedAt() != null;
        return new RequestReport(
                state.deviceId(),
                state.deviceId(),
                state.deviceName(),
                null,
                state.mayHaveReached() ? (accepted ? Outcome.ACCEPTED : Outcome.IN_DOUBT) : Outcome.FAILED,
                Messages.RequestTexts_restarted(),
                state.startedAt(),
                state.acceptedAt(),
                sent.requestId(),
                sent.attempts() == 0 ? null : sent.clientRequestId(),
                sent.attempts(),
                null,
                null,
                Trace.of(state),
                sent.logId());
    }

    /**
     * The report as Pipelines and downloads show it: texts and numbers under {@link #NAMES}.
     *
     * @param mayAssist whether whoever sees it may have the session link
     */
    public Map<String, Object> toMap(boolean mayAssist) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("device", device);
        map.put("deviceId", deviceId);
        map.put("deviceName", deviceName);
        map.put("lookUp", lookUp);
        map.put("outcome", outcome.id());
        map.put("message", message);
        map.put("startedAt", startedAt.toString());
        map.put("acceptedAt", acceptedAt == null ? null : acceptedAt.toString());
        map.put("requestId", requestId);
        map.put("clientRequestId", clientRequestId);
        map.put("attempts", attempts);
        map.put("sessionUrl", mayAssist ? sessionUrl : null);
        map.put("sessionError", sessionError);
        return map;
    }

    /**
     * The report as a Pipeline gets it that asked one device: {@link #toMap}, and with an accepted request its status and how
     * long it took.
     *
     * @param mayAssist whether the Pipeline may have the session link
     */
    public Map<String, Object> toResult(boolean mayAssist) {
        Map<String, Object> map = toMap(mayAssist);
        if (acceptedAt != null) {
            boolean answered = trace == null || trace.reason() == null;
            map.put("status", answered ? Disposition.NO_CONTENT : null);
            // The clock may have been set back in between.
            map.put(
                    "durationMillis",
                    Math.max(0, Duration.between(startedAt, acceptedAt).toMillis()));
        }
        return map;
    }

    /** Whether its session link was found and is not known any more: not kept any longer, or not to be decrypted. */
    public boolean lostLink() {
        return outcome == Outcome.SESSION && sessionUrl == null;
    }

    /** The same with its session link, if there is one, encrypted or decrypted. */
    public RequestReport withSession(UnaryOperator<String> change) {
        return sessionUrl == null ? this : withLink(change.apply(sessionUrl));
    }

    /** The same with another session link, or with {@code null} for none. */
    public RequestReport withLink(String link) {
        return new RequestReport(
                device,
                deviceId,
                deviceName,
                lookUp,
                outcome,
                message,
                startedAt,
                acceptedAt,
                requestId,
                clientRequestId,
                attempts,
                link,
                sessionError,
                trace,
                logId);
    }

    /** When Intune accepted, or else when it began. */
    public Instant time() {
        return acceptedAt == null ? startedAt : acceptedAt;
    }

    @Override
    public String toString() {
        return device + ": " + outcome;
    }
}
