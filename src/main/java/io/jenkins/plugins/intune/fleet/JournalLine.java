package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.RequestReport;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a fleet's journal: where a device's request stands, or how it ended. The names are a format on disk: a new
 * version of the plugin reads what an older one wrote.
 *
 * @param index the device's place in the fleet
 * @param state where its request stands, or {@code null} once it has ended
 * @param report how it ended, or {@code null} as long as it has not; the session link in it is sealed
 */
record JournalLine(int index, RequestState state, RequestReport report) {

    /** So long after its state was saved, at most, a request was gathered with others, sent and counted. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    /** When Intune counted the latest request against its limit: at the latest then, as far as the line tells. */
    Instant countedBy() {
        return report == null ? state.sentAt().plus(ON_ITS_WAY) : report.time();
    }

    String write() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("device", index);
        if (report == null) {
            line.put("state", state.toMap());
        } else {
            line.put("end", end());
        }
        return Json.write(line);
    }

    private Map<String, Object> end() {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("outcome", report.outcome().name());
        end.put("device", report.device());
        putKnown(end, "deviceId", report.deviceId());
        putKnown(end, "deviceName", report.deviceName());
        putKnown(end, "message", report.message());
        end.put("startedAt", report.startedAt().toEpochMilli());
        putKnown(
                end,
                "acceptedAt",
                report.acceptedAt() == null ? null : report.acceptedAt().toEpochMilli());
        putKnown(end, "requestId", report.requestId());
        putKnown(end, "clientRequestId", report.clientRequestId());
        end.put("attempts", report.attempts());
        putKnown(end, "session", report.sessionUrl());
        putKnown(end, "sessionError", report.sessionError());
        return end;
    }

    private static void putKnown(Map<String, Object> map, String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    /** Reads a line; empty for one that was cut off when the controller died, and for a newer version's. */
    static Optional<JournalLine> read(String text) {
        try {
            return Json.object(text).flatMap(line -> {
                if (!(line.get("device") instanceof Number index)) {
                    return Optional.empty();
                }
                if (line.get("end") instanceof Map<?, ?> end) {
                    return Optional.of(new JournalLine(index.intValue(), null, report(end)));
                }
                return line.get("state") instanceof Map<?, ?> state
                        ? Optional.of(new JournalLine(index.intValue(), RequestState.of(state), null))
                        : Optional.empty();
            });
        } catch (IllegalArgumentException unknownName) {
            return Optional.empty();
        }
    }

    private static RequestReport report(Map<?, ?> end) {
        return new RequestReport(
                String.valueOf(end.get("device")),
                Json.exactText(end, "deviceId"),
                Json.exactText(end, "deviceName"),
                RequestReport.Outcome.valueOf(String.valueOf(end.get("outcome"))),
                Json.exactText(end, "message"),
                Instant.ofEpochMilli(Json.exactNumber(end, "startedAt")),
                end.get("acceptedAt") == null ? null : Instant.ofEpochMilli(Json.exactNumber(end, "acceptedAt")),
                Json.exactText(end, "requestId"),
                Json.exactText(end, "clientRequestId"),
                (int) Json.exactNumber(end, "attempts"),
                Json.exactText(end, "session"),
                Json.exactText(end, "sessionError"));
    }
}
