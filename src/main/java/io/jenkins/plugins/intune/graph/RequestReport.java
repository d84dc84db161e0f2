package io.jenkins.plugins.intune.graph;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is left of a request when it has ended, for a build to remember and show. Printing it shows no session link.
 *
 * @param device the device in words
 * @param deviceId the Intune device id, or {@code null} if nobody knows it
 * @param deviceName the device's name, or {@code null} if it was not read
 * @param outcome how it ended
 * @param message the failure's paragraph, or {@code null} for none
 * @param startedAt when it began
 * @param acceptedAt when Intune accepted, or {@code null}
 * @param requestId the id that Graph gave it, or {@code null}
 * @param clientRequestId the id that this side gave it, or {@code null} if nothing was sent
 * @param attempts how many times the action was sent
 * @param sessionUrl the session link, confidential, or {@code null}
 * @param sessionError why there is no session, in Intune's words, or {@code null}
 */
public record RequestReport(
        String device,
        String deviceId,
        String deviceName,
        Outcome outcome,
        String message,
        Instant startedAt,
        Instant acceptedAt,
        String requestId,
        String clientRequestId,
        int attempts,
        String sessionUrl,
        String sessionError) {

    /** How a request can end. */
    public enum Outcome {
        /** Intune accepted it, and nobody wanted to wait for the session. */
        ACCEPTED,
        /** Intune accepted it, and there is a session link. */
        SESSION,
        /** Intune accepted it, and no session link came. */
        NO_SESSION,
        /** It left, and nobody knows what became of it. */
        IN_DOUBT,
        /** It was refused, or never sent. */
        FAILED,
        /** It was not sent, because the same device is asked by another request of the build. */
        DUPLICATE;

        /** The name in results, downloads and the REST API. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the request may have reached the person at the device; {@code false} is certain. */
        public boolean mayHaveReached() {
            return this == ACCEPTED || this == SESSION || this == NO_SESSION || this == IN_DOUBT;
        }

        /** Whether somebody has to look after the device. */
        public boolean isFailure() {
            return this == NO_SESSION || this == IN_DOUBT || this == FAILED;
        }
    }

    /** The names under which a report is told, in this order. */
    public static final List<String> NAMES = List.of(
            "device",
            "deviceId",
            "deviceName",
            "outcome",
            "message",
            "startedAt",
            "acceptedAt",
            "requestId",
            "clientRequestId",
            "attempts",
            "sessionUrl",
            "sessionError");

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

    /** When Intune accepted, or else when it began. */
    public Instant time() {
        return acceptedAt == null ? startedAt : acceptedAt;
    }

    @Override
    public String toString() {
        return device + ": " + outcome;
    }
}
