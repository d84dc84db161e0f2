package io.jenkins.plugins.intune.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The {@code Retry-After} field: seconds, with decimals as Graph has been seen to send them, or an HTTP date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, section 10.2.3</a>
 */
public final class RetryAfter {

    /** Longer waits make no sense within any step, and a bound keeps arithmetic safe. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(24 * 3600);

    private RetryAfter() {}

    /**
     * How long a server asks to wait.
     *
     * @param now the time that a date is compared with
     * @return zero or more, at most a day; empty if the field is missing or cannot be read
     */
    public static Optional<Duration> of(HttpReply reply, Instant now) {
        return reply.header("Retry-After").flatMap(value -> parse(value.strip(), now));
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (value.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
            BigDecimal seconds = new BigDecimal(value).min(MOST_SECONDS);
            return Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()));
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
            Duration most = Duration.ofSeconds(MOST_SECONDS.longValue());
            return Optional.of(wait.compareTo(most) > 0 ? most : wait);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
