package io.jenkins.plugins.intune.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code Retry-After} field: seconds, with decimals as Graph has been seen to send them, or an HTTP date. Of several, in
 * one field as Graph has been seen to send them or in fields of gateways, the longest counts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, section 10.2.3</a>
 */
public final class RetryAfter {

    /** Longest wait, in seconds: a longer one makes no sense within any step, and a bound keeps arithmetic safe. */
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(24 * 3600);

    /** First year of the century in which a year of two digits lies. */
    private static final int FIRST_SHORT_YEAR = 1980;

    /**
     * The three notations of a date that a recipient must understand, two of them obsolete.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats">RFC 9110, section 5.6.7</a>
     */
    private static final List<DateTimeFormatter> NOTATIONS = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("[EEEE, ]dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("EEE MMM ppd HH:mm:ss yyyy")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private RetryAfter() {}

    /**
     * How long a server says to wait. A date is compared with the date of the answer itself, so that a clock that is
     * wrong on this side does no harm.
     *
     * @param now the time to compare with if the answer has no date
     * @return zero or more, at most a day; empty if the field is missing or cannot be read
     */
    public static Optional<Duration> of(HttpReply reply, Instant now) {
        List<String> values = reply.headers().getOrDefault("Retry-After", List.of());
        if (values.isEmpty()) {
            // Of nearly all answers, whose date need not be read.
            return Optional.empty();
        }
        Instant answered = reply.header("Date").flatMap(RetryAfter::date).orElse(now);
        return values.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split(","))))
                .flatMap(value -> one(value.strip(), answered).stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> one(String value, Instant answered) {
        return SECONDS.matcher(value).matches()
                ? Optional.of(Duration.ofMillis(
                        new BigDecimal(value).min(MAX_SECONDS).movePointRight(3).longValue()))
                : date(value).map(until -> bounded(Duration.between(answered, until)));
    }

    private static Duration bounded(Duration wait) {
        Duration most = Duration.ofSeconds(MAX_SECONDS.longValue());
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(most) > 0 ? most : wait;
    }

    /** A date in one of the three notations that a recipient must understand. */
    private static Optional<Instant> date(String value) {
        for (DateTimeFormatter notation : NOTATIONS) {
            try {
                return Optional.of(ZonedDateTime.parse(value, notation).toInstant());
            } catch (DateTimeParseException other) {
                // Then it is in another notation, or in none.
            }
        }
        return Optional.empty();
    }
}
