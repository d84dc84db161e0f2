package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.intune.fleet.FleetSelection;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A part of a fleet's table, and the addresses of its other parts and orders. */
@Restricted(NoExternalUse.class)
public final class FleetRows {

    /** How many devices a page shows: enough to look through, few enough to load at once. */
    private static final int PAGE = 200;

    private final FleetSelection selection;
    private final int matches;
    private final int page;
    private final List<AssistanceRecord> rows;
    private final boolean dryRun;
    private final String problem;

    /**
     * @param page which part, as the address has it; anything else means the first
     * @param dryRun whether nobody was to be asked
     */
    FleetRows(Run<?, ?> run, FleetSelection selection, List<RequestReport> matching, String page, boolean dryRun) {
        this(run, selection, matching, page, dryRun, null);
    }

    private FleetRows(
            Run<?, ?> run,
            FleetSelection selection,
            List<RequestReport> matching,
            String page,
            boolean dryRun,
            String problem) {
        this.problem = problem;
        this.selection = selection;
        this.dryRun = dryRun;
        matches = matching.size();
        boolean isPage = page != null && page.matches("[1-9][0-9]{0,5}");
        this.page = isPage ? Math.min(Integer.parseInt(page), getPages()) : 1;
        int from = (this.page - 1) * PAGE;
        rows = IntStream.range(from, Math.min(from + PAGE, matches))
                .mapToObj(i -> record(run, i, matching.get(i)))
                .toList();
    }

    /** A table that could not be read. */
    static FleetRows unread(Run<?, ?> run, FleetSelection selection, boolean dryRun, String problem) {
        return new FleetRows(run, selection, List.of(), null, dryRun, problem);
    }

    /** Why the table could not be read, or {@code null}. */
    @CheckForNull
    public String getProblem() {
        return problem;
    }

    private static AssistanceRecord record(Run<?, ?> run, int index, RequestReport report) {
        AssistanceRecord record = new AssistanceRecord(String.valueOf(index), report);
        record.belongTo(run);
        return record;
    }

    /** The devices on this page. */
    public List<AssistanceRecord> getRows() {
        return rows;
    }

    /** How many devices there are on all pages. */
    public int getMatches() {
        return matches;
    }

    /** Which page this is, from 1 on. */
    public int getPage() {
        return page;
    }

    /** How many pages there are, at least 1. */
    public int getPages() {
        return Math.max(1, (matches + PAGE - 1) / PAGE);
    }

    /** The text that was searched for. */
    public String getText() {
        return selection.text();
    }

    /** The outcome that was asked for, or the empty string. */
    public String getOutcome() {
        return selection.outcome();
    }

    /** What it is sorted by, or the empty string. */
    public String getSort() {
        return selection.sort();
    }

    /** {@code desc} for from the last to the first, otherwise {@code asc}. */
    public String getOrder() {
        return selection.descending() ? "desc" : "asc";
    }

    /** All outcomes that there can be, to choose from. */
    public List<AssistanceOutcome> getOutcomes() {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.canEnd(dryRun))
                .map(AssistanceOutcome::new)
                .toList();
    }

    /** How a column is sorted, in the words of {@code aria-sort}. */
    public String sorted(String column) {
        if (!selection.sort().equals(column)) {
            return "none";
        }
        return selection.descending() ? "descending" : "ascending";
    }

    /** The same as an arrow. */
    public String arrow(String column) {
        return switch (sorted(column)) {
            case "ascending" -> "\u2191";
            case "descending" -> "\u2193";
            default -> "";
        };
    }

    /** The address of the same devices sorted by a column, or in reverse if they are sorted by it already. */
    public String sortedBy(String column) {
        boolean down = selection.sort().equals(column) && !selection.descending();
        return address(column, down ? "desc" : "asc", 1);
    }

    /** The address of another page. */
    public String at(int other) {
        return address(selection.sort(), getOrder(), other);
    }

    /**
     * The address of a download of what all pages show.
     *
     * @param kind {@code csv} or {@code json}
     */
    public String download(String kind) {
        return kind + address(selection.sort(), getOrder());
    }

    private String address(String sort, String order, int to) {
        return address(sort, order) + "&page=" + to;
    }

    private String address(String sort, String order) {
        return "?text=" + encode(selection.text()) + "&outcome=" + encode(selection.outcome()) + "&sort=" + encode(sort)
                + "&order=" + order;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
