package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.request.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the log. What became of a request stands in several, which its id ties together: the {@code client-request-id} of
 * its latest attempt. Lines may come twice and in any order. The names are a format on disk: a new version of the plugin reads
 * what an older one wrote. None has a session link or a secret in it.
 */
public sealed interface AuditLine {

    /** When what it says happened. */
    Instant at();

    /** The text of the line. */
    String write();

    /**
     * A request is about to leave.
     *
     * @param id of this attempt
     * @param replaces of the attempt before, or {@code null} if it is the first
     * @param at when it may leave
     * @param cloud the host of the Graph that gets it, or {@code null} if nobody knows any more
     * @param deviceId the Intune device id, or {@code null} if nobody knows it
     * @param device the device's name, or how it was addressed
     * @param requester who asks
     */
    record Asked(UUID id, UUID replaces, Instant at, String cloud, String deviceId, String device, Requester requester)
            implements AuditLine {

        @Override
        public String write() {
            Map<String, Object> line = start("asked", id, at);
            putKnown(line, "replaces", replaces == null ? null : replaces.toString());
            putKnown(line, "cloud", cloud);
            putKnown(line, "deviceId", deviceId);
            line.put("device", device);
            line.put("job", requester.job());
            line.put("build", requester.build());
            line.put("startedBy", requester.startedBy());
            line.put("runsAs", requester.runsAs());
            return Json.write(line);
        }
    }

    /**
     * A request has ended, or its doubt has settled: the latest such line counts.
     *
     * @param outcome how, or {@code null} if it turned out never to have left
     */
    record Ended(UUID id, Instant at, Outcome outcome) implements AuditLine {

        @Override
        public String write() {
            Map<String, Object> line = start("ended", id, at);
            line.put("outcome", outcome == null ? "UNSENT" : outcome.name());
            return Json.write(line);
        }
    }

    /** Somebody has got a request's session link here, for the first time. */
    record Opened(UUID id, Instant at, String by) implements AuditLine {

        @Override
        public String write() {
            Map<String, Object> line = start("opened", id, at);
            line.put("by", by);
            return Json.write(line);
        }
    }

    /** The disk could not take that many lines, which are lost. */
    record Lost(Instant at, int lines) implements AuditLine {

        @Override
        public String write() {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("is", "lost");
            line.put("at", at.toEpochMilli());
            line.put("lines", lines);
            return Json.write(line);
        }
    }

    private static Map<String, Object> start(String kind, UUID id, Instant at) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("is", kind);
        line.put("id", id.toString());
        line.put("at", at.toEpochMilli());
        return line;
    }

    private static void putKnown(Map<String, Object> line, String name, Object value) {
        if (value != null) {
            line.put(name, value);
        }
    }

    /**
     * Reads a line.
     *
     * @return empty for one that only a newer version understands
     */
    static Optional<AuditLine> read(JournalLine written) {
        Map<String, Object> line = Json.object(written.text()).orElse(Map.of());
        try {
            return written.isNewer() ? Optional.empty() : Optional.ofNullable(read(line));
        } catch (IllegalArgumentException unknownName) {
            return Optional.empty();
        }
    }

    private static AuditLine read(Map<String, Object> line) {
        Instant at = Instant.ofEpochMilli(Json.exactNumber(line, "at"));
        return switch (text(line, "is")) {
            case "asked" ->
                new Asked(
                        id(line),
                        line.get("replaces") == null ? null : UUID.fromString(text(line, "replaces")),
                        at,
                        Json.exactText(line, "cloud"),
                        Json.exactText(line, "deviceId"),
                        text(line, "device"),
                        new Requester(
                                text(line, "job"),
                                (int) Json.exactNumber(line, "build"),
                                text(line, "startedBy"),
                                text(line, "runsAs")));
            case "ended" -> {
                String outcome = text(line, "outcome");
                yield new Ended(id(line), at, outcome.equals("UNSENT") ? null : Outcome.valueOf(outcome));
            }
            case "opened" -> new Opened(id(line), at, text(line, "by"));
            case "lost" -> new Lost(at, (int) Json.exactNumber(line, "lines"));
            default -> null;
        };
    }

    private static UUID id(Map<String, Object> line) {
        return UUID.fromString(text(line, "id"));
    }

    private static String text(Map<String, Object> line, String name) {
        String text = Json.exactText(line, name);
        return text == null ? "" : text;
    }
}
