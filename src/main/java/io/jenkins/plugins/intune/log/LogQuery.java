package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.index.AuditFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What somebody wants to see of the log, as the parameters of an address say it: {@code text}, {@code who}, {@code outcome},
 * {@code from} and {@code until} (days as ISO 8601 has them, both included), {@code zone} (whose days they are), {@code page}
 * and, for the REST API, {@code size}. A parameter that cannot be read counts as left out.
 */
final class LogQuery {

    private final HttpServletRequest request;
    private final ZoneId zone;
    private final LocalDate from;
    private final LocalDate until;
    private final AuditFilter filter;

    /** @param job whose entries; {@code null} for those of all jobs */
    LogQuery(HttpServletRequest request, @CheckForNull String job) {
        this(request, job, request.getParameter("zone"));
    }

    /** @param zone the name of a time zone; anything else means that of Jenkins */
    LogQuery(HttpServletRequest request, @CheckForNull String job, @CheckForNull String zone) {
        this.request = request;
        this.zone = zone(zone);
        from = day("from").orElse(null);
        until = day("until").orElse(null);
        filter = new AuditFilter(
                job,
                request.getParameter("text"),
                request.getParameter("who"),
                request.getParameter("outcome"),
                from == null ? null : start(from),
                until == null ? null : start(until.plusDays(1)));
    }

    private static ZoneId zone(@CheckForNull String name) {
        try {
            // Jenkins offers short names too, such as EST, whose ids are offsets.
            return name == null ? ZoneId.systemDefault() : ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException unknown) {
            return ZoneId.systemDefault();
        }
    }

    private Optional<LocalDate> day(String name) {
        try {
            return Optional.ofNullable(request.getParameter(name))
                    .map(LocalDate::parse)
                    // A day far away is a typing error, and beyond what time zones can convert.
                    .filter(day -> day.getYear() >= 1970 && day.getYear() < 10_000);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    AuditFilter filter() {
        return filter;
    }

    /** Whose days count. */
    ZoneId zone() {
        return zone;
    }

    /** When a day begins. */
    Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    Optional<LocalDate> from() {
        return Optional.ofNullable(from);
    }

    Optional<LocalDate> until() {
        return Optional.ofNullable(until);
    }

    /** From 1 on. */
    int page() {
        return number("page", 1);
    }

    /** How many entries at once, at least 1. */
    int size(int usual, int most) {
        return Math.min(number("size", usual), most);
    }

    private int number(String name, int otherwise) {
        String value = request.getParameter(name);
        return value != null && value.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(value) : otherwise;
    }

    /** The same for another address, without the page. */
    String parameters() {
        return "?text=" + encode(filter.text()) + "&who=" + encode(filter.who()) + "&outcome="
                + encode(filter.outcome()) + "&from=" + (from == null ? "" : from) + "&until="
                + (until == null ? "" : until) + "&zone=" + encode(zone.getId());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
