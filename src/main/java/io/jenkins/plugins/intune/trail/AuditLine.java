package io.jenkins.plugins.intune.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the log. A request has several, which its id ties together: the {@code client-request-id} of its first attempt,
 * however often it is sent. Lines may come twice and in any order. The names are a format on disk: a new version of the
 * plugin reads what an older one wrote. None has a session link or a secret in it.
 */
public sealed interface AuditLine {

    /** When it happened. */
    Instant at();

    /** The text of the line. */
    String write();

    /**
     * One attempt of a request.
     *
     * @param id its {@code client-request-id}
     * @param at when it was about to leave
     */
    record Attempt(UUID id, Instant at) {

        public Attempt {
            at = onDisk(at);
        }
    }

    /**
     * A request is about to leave.
     *
     * @param id the request's
     * @param attempt the {@code client-request-id} of this attempt; {@code null} is taken as the request's id
     * @param at when it may leave
     * @param tenant whose device is asked, as far as that is still known
     * @param deviceId the Intune device id, or {@code null} if nobody knows it
     * @param device the device's name, or how it was addressed
     * @param requester who asks
     * @param sequence orders all that the request is told of, whatever clocks are set to, as
     *     {@link io.jenkins.plugins.intune.request.Sent#sequence}; 0 is taken as the time
     */
    record Asked(
            UUID id,
            UUID attempt,
            Instant at,
            GraphTenant tenant,
            String deviceId,
            String device,
            Requester requester,
            long sequence)
            implements AuditLine {

        public Asked {
            at = onDisk(at);
            attempt = attempt == null ? id : attempt;
            sequence = sequence == 0 ? at.toEpochMilli() : sequence;
        }

        /** The attempt that it tells of. */
        public Attempt latest() {
            return new Attempt(attempt, at);
        }

        @Override
        public String write() {
            Map<String, Object> line = start("asked", id, at);
            Json.putKnown(line, "attempt", attempt.equals(id) ? null : attempt.toString());
            putSequence(line, sequence, at);
            Json.putKnown(line, "cloud", tenant.cloud());
            Json.putKnown(line, "tenant", tenant.id());
            Json.putKnown(line, "deviceId", deviceId);
            line.put("device", device);
            line.put("job", requester.job());
            line.put("build", requester.build());
            line.put("began", requester.began().toEpochMilli());
            line.put("named", requester.named().toEpochMilli());
            line.put("startedBy", requester.startedBy());
            line.put("runsAs", requester.runsAs());
            return Json.write(line);
        }
    }

    /**
     * A request has ended, or more is known of its end. Of several such lines the {@linkplain AttemptHistory better} one
     * counts: a later step of the build that goes on with the request may have less to tell than the one that made it.
     *
     * @param outcome how, or {@code null} if it turned out never to have left
     * @param last the last attempt that may have left, or the first if none has; {@code null} if it never left and that is not
     *     known
     * @param sequence as that of {@link Asked}, at least that of the latest attempt
     */
    record Ended(UUID id, Instant at, Outcome outcome, Attempt last, long sequence) implements AuditLine {

        public Ended {
            at = onDisk(at);
            sequence = sequence == 0 ? at.toEpochMilli() : sequence;
            last = last == null && outcome != null ? new Attempt(id, at) : last;
        }

        @Override
        public String write() {
            Map<String, Object> line = start("ended", id, at);
            line.put("outcome", outcome == null ? "UNSENT" : outcome.name());
            if (last != null) {
                Json.putKnown(
                        line, "attempt", last.id().equals(id) ? null : last.id().toString());
                line.put("askedAt", last.at().toEpochMilli());
            }
            putSequence(line, sequence, at);
            return Json.write(line);
        }
    }

    /** Somebody has got a request's session link here, for the first time. */
    record Opened(UUID id, Instant at, String by) implements AuditLine {

        public Opened {
            at = onDisk(at);
        }

        @Override
        public String write() {
            Map<String, Object> line = start("opened", id, at);
            line.put("by", by);
            return Json.write(line);
        }
    }

    /**
     * A job was renamed or moved.
     *
     * @param from its full name until then
     * @param to its full name from then on
     */
    record Renamed(Instant at, String from, String to) implements AuditLine {

        public Renamed {
            at = onDisk(at);
        }

        @Override
        public String write() {
            Map<String, Object> line = start("renamed", null, at);
            line.put("from", from);
            line.put("to", to);
            return Json.write(line);
        }
    }

    /** A job was deleted, or was gone when another one got its name: whatever bears the name later is another one. */
    record Deleted(Instant at, String job) implements AuditLine {

        public Deleted {
            at = onDisk(at);
        }

        @Override
        public String write() {
            Map<String, Object> line = start("deleted", null, at);
            line.put("job", job);
            return Json.write(line);
        }
    }

    /** The disk could not take that many lines, which are lost. */
    record Lost(Instant at, int lines) implements AuditLine {

        @Override
        public String write() {
            Map<String, Object> line = start("lost", null, at);
            line.put("lines", lines);
            return Json.write(line);
        }
    }

    /** A moment as a line has it: what is read again must be equal to what was written. */
    static Instant onDisk(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /** @param id the request's, or {@code null} for a line that is about none */
    private static Map<String, Object> start(String kind, UUID id, Instant at) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("is", kind);
        Json.putKnown(line, "id", id == null ? null : id.toString());
        line.put("at", at.toEpochMilli());
        return line;
    }

    private static void putSequence(Map<String, Object> line, long sequence, Instant at) {
        Json.putKnown(line, "sequence", sequence == at.toEpochMilli() ? null : sequence);
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

    /**
     * The request that may be in a line which only a newer version understands, so that its device counts as asked.
     *
     * @return empty if it names no device
     * @throws IllegalArgumentException if not even that can be told
     */
    static Optional<Asked> readPossible(JournalLine written) {
        Map<String, Object> line =
                Json.object(written.text()).orElseThrow(() -> new IllegalArgumentException(Messages.AuditLine_newer()));
        if (Json.exactText(line, "deviceId") == null) {
            return Optional.empty();
        }
        if (!(line.get("at") instanceof Number)) {
            throw new IllegalArgumentException(Messages.AuditLine_newer());
        }
        // Read twice, it is the same one.
        line.put("id", UUID.nameUUIDFromBytes(written.text().getBytes(UTF_8)).toString());
        line.remove("attempt");
        return Optional.of(asked(line));
    }

    private static Asked asked(Map<String, Object> line) {
        return new Asked(
                id(line),
                attempt(line),
                at(line, "at"),
                new GraphTenant(Json.exactText(line, "cloud"), Json.exactText(line, "tenant")),
                Json.exactText(line, "deviceId"),
                text(line, "device"),
                new Requester(
                        text(line, "job"),
                        (int) Json.exactNumber(line, "build"),
                        at(line, "began"),
                        text(line, "startedBy"),
                        text(line, "runsAs"),
                        at(line, line.containsKey("named") ? "named" : "began")),
                sequence(line));
    }

    private static AuditLine read(Map<String, Object> line) {
        Instant at = at(line, "at");
        return switch (text(line, "is")) {
            case "asked" -> asked(line);
            case "renamed" -> new Renamed(at, text(line, "from"), text(line, "to"));
            case "deleted" -> new Deleted(at, text(line, "job"));
            case "ended" -> {
                String outcome = text(line, "outcome");
                Attempt last = line.containsKey("askedAt") ? new Attempt(attempt(line), at(line, "askedAt")) : null;
                yield new Ended(
                        id(line), at, outcome.equals("UNSENT") ? null : Outcome.valueOf(outcome), last, sequence(line));
            }
            case "opened" -> new Opened(id(line), at, text(line, "by"));
            case "lost" -> new Lost(at, (int) Json.exactNumber(line, "lines"));
            default -> null;
        };
    }

    private static Instant at(Map<String, Object> line, String name) {
        return Instant.ofEpochMilli(Json.exactNumber(line, name));
    }

    private static UUID id(Map<String, Object> line) {
        return UUID.fromString(text(line, "id"));
    }

    private static long sequence(Map<String, Object> line) {
        return line.containsKey("sequence") ? Json.exactNumber(line, "sequence") : 0;
    }

    private static UUID attempt(Map<String, Object> line) {
        return line.containsKey("attempt") ? UUID.fromString(text(line, "attempt")) : id(line);
    }

    private static String text(Map<String, Object> line, String name) {
        String text = Json.exactText(line, name);
        return text == null ? "" : text;
    }
}
