package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.index.AuditFilter;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody wants to see of the log, as the parameters of an address say it: {@code text}, {@code who}, {@code outcome},
 * {@code from} and {@code until} (days as ISO 8601 has them, both included), {@code zone} (whose days they are), {@code page}
 * and, for the REST API, {@code size}. One that cannot be read counts as left out, and is told of.
 */
final class LogQuery {

    /** Longest value in a message. */
    private static final int MAX_SHOWN = 80;

    private final HttpServletRequest request;
    private final List<String> problems = new ArrayList<>();
    private final ZoneId zone;
    private final LocalDate from;
    private final LocalDate until;
    private final AuditFilter filter;
    private final int page;
    private final Optional<Integer> size;

    private LogQuery(HttpServletRequest request, @CheckForNull String job, Optional<ZoneId> chosen) {
        this.request = request;
        zone = chosen.or(() -> read("zone", LogQuery::zone, Messages::LogQuery_zone))
                .orElseGet(ZoneId::systemDefault);
        from = read("from", LogQuery::day, Messages::LogQuery_day).orElse(null);
        until = read("until", LogQuery::day, Messages::LogQuery_day).orElse(null);
        page = read("page", LogQuery::number, Messages::LogQuery_number).orElse(1);
        size = read("size", LogQuery::number, Messages::LogQuery_number);
        filter = new AuditFilter(
                job,
                request.getParameter("text"),
                request.getParameter("who"),
                read("outcome", LogQuery::outcome, LogQuery::noOutcome).orElse(null),
                from == null ? null : start(from),
                until == null ? null : start(until.plusDays(1)));
    }

    /**
     * What the address of the page says to a person, who sees there what cannot be read.
     *
     * @param job whose entries; {@code null} for those of all jobs
     * @param zone the name of the time zone that the person has chosen, whatever the address says; anything else means that of
     *     Jenkins
     */
    static LogQuery ofPerson(HttpServletRequest request, @CheckForNull String job, @CheckForNull String zone) {
        Optional<ZoneId> chosen = Optional.ofNullable(zone).flatMap(LogQuery::zone);
        return new LogQuery(request, job, chosen.or(() -> Optional.of(ZoneId.systemDefault())));
    }

    /**
     * What an address says to a program, which would take entries of any day for those of the day that it meant.
     *
     * @param job whose entries; {@code null} for those of all jobs
     * @throws RefusedQueryException if a parameter cannot be read
     */
    static LogQuery ofProgram(HttpServletRequest request, @CheckForNull String job) {
        LogQuery query = new LogQuery(request, job, Optional.empty());
        if (!query.problems.isEmpty()) {
            throw new RefusedQueryException(query.problems);
        }
        return query;
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> reader, Function<String, String> problem) {
        // Forms send empty fields, too.
        Optional<String> given = Optional.ofNullable(request.getParameter(name)).filter(value -> !value.isEmpty());
        Optional<T> value = given.flatMap(reader);
        if (given.isPresent() && value.isEmpty()) {
            String shown = PlainText.oneLine(given.get(), MAX_SHOWN);
            problems.add(new InvalidInputException(name, problem.apply(shown)).getMessage());
        }
        return value;
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            // Jenkins offers short names too, such as EST, whose ids are offsets.
            return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String value) {
        try {
            return Optional.of(LocalDate.parse(value))
                    // A day far away is a typing error, and beyond what time zones can convert.
                    .filter(day -> day.getYear() >= 1970 && day.getYear() < 10_000);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String value) {
        return Optional.of(value)
                .filter(digits -> digits.matches("[1-9][0-9]{0,6}"))
                .map(Integer::valueOf);
    }

    private static Optional<String> outcome(String value) {
        return LogOutcome.all().stream()
                .map(LogOutcome::getId)
                .filter(value::equals)
                .findFirst();
    }

    private static String noOutcome(String value) {
        return Messages.LogQuery_outcome(
                value, Sentences.list(LogOutcome.all().stream().map(LogOutcome::getId)));
    }

    /** What cannot be read, a sentence each that names the parameter. */
    List<String> problems() {
        return List.copyOf(problems);
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
        return page;
    }

    /** How many entries at once, at least 1. */
    int size(int usual, int most) {
        return Math.min(size.orElse(usual), most);
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
