package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static Optional<Duration> read(String value) {
        return RetryAfter.of(new HttpReply(429, Map.of("retry-after", List.of(value)), "", false), NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0                             | PT0S
        7                             | PT7S
        2.128                         | PT2.128S
        999999999999                  | P1D
        Tue, 24 Nov 2026 10:00:30 GMT | PT30S
        Tue, 24 Nov 2026 09:59:00 GMT | PT0S
        Fri, 01 Jan 2100 00:00:00 GMT | P1D
        Tuesday, 24-Nov-26 10:00:30 GMT | PT30S
        Sunday, 06-Nov-94 08:49:37 GMT  | PT0S
        Tue Nov 24 10:00:30 2026        | PT30S
        Sun Nov  6 08:49:37 1994        | PT0S
        """)
    void readsSecondsDecimalsAndDates(String value, Duration expected) {
        assertEquals(Optional.of(expected), read(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1e9", "NaN", "Tue, 99 Nov 2026 10:00:30 GMT"})
    void ignoresWhatItCannotRead(String value) {
        assertEquals(Optional.empty(), read(value));
    }

    @Test
    void comparesADateWithTheServersClockAndNotWithOurs() {
        HttpReply reply = new HttpReply(
                429,
                Map.of(
                        "Date", List.of("Mon, 01 Jan 2035 00:00:00 GMT"),
                        "Retry-After", List.of("Mon, 01 Jan 2035 00:00:20 GMT")),
                "",
                false);

        assertEquals(Optional.of(Duration.ofSeconds(20)), RetryAfter.of(reply, NOW));
    }

    @Test
    void isAbsentWithoutTheField() {
        assertEquals(Optional.empty(), RetryAfter.of(new HttpReply(429, Map.of(), "", false), NOW));
    }

    /** Graph has been seen to send several waits in one field, and gateways add a field of their own. */
    @Test
    void ofSeveralTheLongestCounts() {
        assertEquals(Optional.of(Duration.ofSeconds(120)), read("60,120"));
        assertEquals(Optional.of(Duration.ofSeconds(120)), read("120, 0, soon"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), read("5, Tue, 24 Nov 2026 10:00:30 GMT"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), read("5, Tuesday, 24-Nov-26 10:00:30 GMT"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), read("Tue Nov 24 10:00:30 2026, 5"));
        HttpReply fields = new HttpReply(429, Map.of("Retry-After", List.of("1", "120")), "", false);
        assertEquals(Optional.of(Duration.ofSeconds(120)), RetryAfter.of(fields, Instant.EPOCH));
    }
}
