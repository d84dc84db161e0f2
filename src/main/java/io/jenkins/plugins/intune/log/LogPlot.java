package io.jenkins.plugins.intune.log;

import hudson.Functions;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * How many requests there were in each span of days, by outcome: as bars, and as a table with the same numbers. Days are
 * those of whoever looks. All lengths are in the units of the drawing, {@link #WIDTH} by {@link #HEIGHT}.
 */
@Restricted(NoExternalUse.class)
public final class LogPlot {

    /** The width of the drawing. */
    public static final int WIDTH = 800;

    /** The height of the drawing. */
    public static final int HEIGHT = 160;

    /** Most spans: more would be too thin to see. */
    private static final int MAX_SPANS = 92;

    private final LogQuery query;
    private final LocalDate first;
    private final int days;
    private final int spans;
    private final int[][] counts;

    /** A part of a bar: all requests of a span with one outcome. */
    public record Piece(String outcome, double x, double y, double width, double height, String title) {}

    /** A row of the table. */
    public record Row(String days, List<Integer> counts, int total) {}

    /** The spans of the time that was asked for, or else for which the log is kept. */
    LogPlot(LogQuery query) {
        LocalDate today = LocalDate.now(query.zone());
        LocalDate kept = today.minusDays(IntuneConfiguration.get().effectiveAssistanceLogDays());
        LocalDate from = query.from().filter(day -> day.isAfter(kept)).orElse(kept);
        LocalDate last = query.until().filter(day -> day.isBefore(today)).orElse(today);
        int all = (int) Math.max(0, last.toEpochDay() - from.toEpochDay()) + 1;
        this.query = query;
        first = from;
        days = (all + MAX_SPANS - 1) / MAX_SPANS;
        spans = (all + days - 1) / days;
        counts = new int[0][];
    }

    private LogPlot(LogPlot spans, int[][] counts) {
        query = spans.query;
        first = spans.first;
        days = spans.days;
        this.spans = spans.spans;
        this.counts = counts;
    }

    /** The same with what was counted. */
    LogPlot counted(int[][] found) {
        return new LogPlot(this, found);
    }

    /** The moments between the spans. */
    List<Instant> boundaries() {
        return IntStream.rangeClosed(0, spans)
                .mapToObj(span -> query.start(day(span)))
                .toList();
    }

    private LocalDate day(int span) {
        return first.plusDays((long) span * days);
    }

    private String words(int span) {
        DateTimeFormatter format =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Functions.getCurrentLocale());
        String begin = format.format(day(span));
        return days == 1 ? begin : begin + " – " + format.format(day(span + 1).minusDays(1));
    }

    /** The most requests of a span. */
    public int getMost() {
        return Arrays.stream(counts).mapToInt(LogPlot::sum).max().orElse(0);
    }

    private static int sum(int[] span) {
        return Arrays.stream(span).sum();
    }

    /** The first day, or days, in words. */
    public String getBegin() {
        return words(0);
    }

    /** The last day, or days, in words. */
    public String getEnd() {
        return words(spans - 1);
    }

    /** The outcomes that occur, in the order of the table and the drawing. */
    public List<LogOutcome> getOutcomes() {
        return numbers().mapToObj(LogPlot::outcome).toList();
    }

    private IntStream numbers() {
        return IntStream.rangeClosed(0, Outcome.values().length)
                .filter(number -> Arrays.stream(counts).anyMatch(span -> span[number] > 0));
    }

    private static LogOutcome outcome(int number) {
        return new LogOutcome(number == 0 ? null : Outcome.values()[number - 1]);
    }

    /** The bars, from left to right, each from the bottom up. */
    public List<Piece> getPieces() {
        List<Piece> pieces = new ArrayList<>();
        double width = (double) WIDTH / Math.max(1, spans);
        double scale = (double) HEIGHT / Math.max(1, getMost());
        int[] shown = numbers().toArray();
        for (int span = 0; span < counts.length; span++) {
            double y = HEIGHT;
            for (int number : shown) {
                int count = counts[span][number];
                if (count > 0) {
                    y -= count * scale;
                    LogOutcome outcome = outcome(number);
                    pieces.add(new Piece(
                            outcome.getId(),
                            round(span * width + width * 0.1),
                            round(y),
                            round(width * 0.8),
                            round(count * scale),
                            Messages.LogPlot_piece(words(span), outcome.getText(), count)));
                }
            }
        }
        return pieces;
    }

    private static double round(double length) {
        return Math.round(length * 100) / 100.0;
    }

    /** The table, without empty spans. */
    public List<Row> getRows() {
        return IntStream.range(0, counts.length)
                .filter(span -> sum(counts[span]) > 0)
                .mapToObj(span -> new Row(
                        words(span),
                        numbers().map(number -> counts[span][number]).boxed().toList(),
                        sum(counts[span])))
                .toList();
    }
}
