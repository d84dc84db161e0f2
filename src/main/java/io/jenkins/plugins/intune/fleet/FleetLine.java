package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Trace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of a fleet's journal: where a device's request stands, or how it ended. The names are a format on disk: a new
 * version of the plugin reads what an older one wrote.
 *
 * @param index the device's place in the fleet
 * @param state where its request stands, or {@code null} once it has ended
 * @param report how it ended, or {@code null} as long as it has not; the session link in it is encrypted
 * @param heldUntil until when Graph asked the whole app to wait, or {@code null} if it did not
 */
record FleetLine(int index, RequestState state, RequestReport report, Instant heldUntil) {

    /** Where a request stands. */
    static FleetLine of(int index, RequestState state) {
        return new FleetLine(index, state, null, heldUntil(state));
    }

    /** How a request ended, whose last state that was. */
    static FleetLine of(int index, RequestState last, RequestReport report) {
        return new FleetLine(index, null, report, heldUntil(last));
    }

    /** How a device ended, once nobody else is to be asked. */
    static FleetLine of(int index, RequestReport report) {
        return new FleetLine(index, null, report, null);
    }

    private static FleetLine unknown(int index) {
        return new FleetLine(index, null, null, null);
    }

    /** When it was sent for the last time, or {@code null} if it was not. */
    Instant sentAt() {
        if (report != null) {
            return report.trace() == null ? null : report.trace().sentAt();
        }
        return state == null || state.sent().attempts() == 0
                ? null
                : state.sent().sentAt();
    }

    private static Instant heldUntil(RequestState state) {
        return state.heldUntil().equals(Instant.EPOCH) ? null : state.heldUntil();
    }

    /** Whether only a newer version can tell what became of the device, so that it may have been asked. */
    boolean isUnknown() {
        return state == null && report == null;
    }

    /** The session link that it ended with, encrypted or not; {@code null} for none. */
    String link() {
        return report == null ? null : report.sessionUrl();
    }

    /** Whether it ended with a session link that is not known any more. */
    boolean lostLink() {
        return report != null && report.lostLink();
    }

    /** The same with its session link, if there is one, readable. */
    FleetLine decrypted(LinkEncryption encryption) {
        return report == null ? this : new FleetLine(index, state, report.withSession(encryption::decrypt), heldUntil);
    }

    /** What is left of the request, also if it was under way; empty if it has not come near to being sent. */
    Optional<RequestReport> lastReport() {
        return report != null || state == null || state.sent().clientRequestId() == null
                ? Optional.ofNullable(report)
                : Optional.of(RequestReport.brokenOff(state));
    }

    String write() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("device", index);
        if (report == null) {
            line.put("state", state.toMap());
        } else {
            line.put("end", end());
            Json.putKnown(line, "heldUntil", millis(heldUntil));
        }
        return Json.write(line);
    }

    private Map<String, Object> end() {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("outcome", report.outcome().name());
        end.put("device", report.device());
        Json.putKnown(end, "deviceId", report.deviceId());
        Json.putKnown(end, "deviceName", report.deviceName());
        Json.putKnown(end, "lookUp", report.lookUp());
        Json.putKnown(end, "message", report.message());
        end.put("startedAt", report.startedAt().toEpochMilli());
        Json.putKnown(end, "acceptedAt", millis(report.acceptedAt()));
        Json.putKnown(end, "requestId", report.requestId());
        Json.putKnown(end, "clientRequestId", report.clientRequestId());
        Json.putKnown(end, "logId", Objects.equals(report.logId(), report.clientRequestId()) ? null : report.logId());
        end.put("attempts", report.attempts());
        Json.putKnown(end, "session", report.sessionUrl());
        Json.putKnown(end, "sessionError", report.sessionError());
        if (report.trace() != null) {
            putTrace(end, report.trace());
        }
        return end;
    }

    private static void putTrace(Map<String, Object> end, Trace trace) {
        Json.putKnown(end, "ordinal", trace.ordinal());
        Json.putKnown(end, "sentAt", millis(trace.sentAt()));
        Json.putKnown(end, "sequence", trace.sequence() == trace.sentAt().toEpochMilli() ? null : trace.sequence());
        Json.putKnown(end, "resends", trace.resends() == 0 ? null : trace.resends());
        Json.putKnown(end, "linkBefore", trace.linkBefore());
        Json.putKnown(end, "errorBefore", trace.errorBefore());
        Json.putKnown(end, "reason", trace.reason());
        Json.putKnown(end, "linkFound", trace.linkFound());
    }

    private static Long millis(Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }

    private static Instant moment(Map<?, ?> line, String name) {
        return line.get(name) == null ? null : Instant.ofEpochMilli(Json.exactNumber(line, name));
    }

    /**
     * Reads a line.
     *
     * @return empty for a line of a newer version that does not even tell which device it is about
     */
    static Optional<FleetLine> read(JournalLine written) {
        Map<String, Object> line = Json.object(written.text()).orElse(Map.of());
        if (!(line.get("device") instanceof Number index)) {
            return Optional.empty();
        }
        int place = index.intValue();
        if (written.isNewer()) {
            return Optional.of(unknown(place));
        }
        try {
            if (line.get("end") instanceof Map<?, ?> end) {
                return Optional.of(new FleetLine(place, null, report(end), moment(line, "heldUntil")));
            }
            if (line.get("state") instanceof Map<?, ?> state) {
                return Optional.of(of(place, RequestState.of(state)));
            }
        } catch (IllegalArgumentException unknownName) {
            // A newer version wrote it, although the line does not say so.
        }
        return Optional.of(unknown(place));
    }

    private static RequestReport report(Map<?, ?> end) {
        return new RequestReport(
                String.valueOf(end.get("device")),
                Json.exactText(end, "deviceId"),
                Json.exactText(end, "deviceName"),
                Json.exactText(end, "lookUp"),
                Outcome.valueOf(String.valueOf(end.get("outcome"))),
                Json.exactText(end, "message"),
                Instant.ofEpochMilli(Json.exactNumber(end, "startedAt")),
                moment(end, "acceptedAt"),
                Json.exactText(end, "requestId"),
                Json.exactText(end, "clientRequestId"),
                (int) Json.exactNumber(end, "attempts"),
                Json.exactText(end, "session"),
                Json.exactText(end, "sessionError"),
                trace(end),
                Json.exactText(end, "logId"));
    }

    private static Trace trace(Map<?, ?> end) {
        Instant sentAt = moment(end, "sentAt");
        return sentAt == null
                ? null
                : new Trace(
                        (int) Json.exactNumber(end, "ordinal"),
                        sentAt,
                        end.get("sequence") == null ? sentAt.toEpochMilli() : Json.exactNumber(end, "sequence"),
                        (int) Json.exactNumber(end, "resends"),
                        Json.exactText(end, "linkBefore"),
                        Json.exactText(end, "errorBefore"),
                        Json.exactText(end, "reason"),
                        Json.exactText(end, "linkFound"));
    }
}
