package io.jenkins.plugins.intune.log;

import hudson.Functions;
import io.jenkins.plugins.intune.index.AuditPart;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A page of the log, and the addresses of its other pages and downloads. */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public final class LogView {

    private final LogQuery query;
    private final LogPlot plot;
    private final AuditPart part;

    LogView(LogQuery query, LogPlot plot, AuditPart part) {
        this.query = query;
        this.plot = plot.counted(part.counts());
        this.part = part;
    }

    /** The entries on this page, the latest first. */
    @Exported
    public List<LogEntry> getEntries() {
        return part.entries().stream().map(LogEntry::new).toList();
    }

    /** How many entries there are on all pages. */
    @Exported
    public int getMatches() {
        return part.matches();
    }

    /** Which page this is, from 1 on. */
    @Exported
    public int getPage() {
        return part.page();
    }

    /** How many pages there are, at least 1. */
    @Exported
    public int getPages() {
        return part.pages();
    }

    /** How many entries are in each span of time. */
    public LogPlot getPlot() {
        return plot;
    }

    /** What of the address cannot be read and counts as left out, a sentence each. */
    public List<String> getProblems() {
        return query.problems();
    }

    /** The text that was searched for. */
    public String getText() {
        return query.filter().text();
    }

    /** The people whose requests were searched for. */
    public String getWho() {
        return query.filter().who();
    }

    /** The outcome that was searched for, or the empty string. */
    public String getOutcome() {
        return query.filter().outcome();
    }

    /** The first day that was searched, or the empty string. */
    public String getFrom() {
        return query.from().map(LocalDate::toString).orElse("");
    }

    /** The last day that was searched, or the empty string. */
    public String getUntil() {
        return query.until().map(LocalDate::toString).orElse("");
    }

    /** Whether a filter is set, so that there may be more entries. */
    public boolean isFiltered() {
        return Stream.of(getText(), getWho(), getOutcome(), getFrom(), getUntil())
                .anyMatch(value -> !value.isEmpty());
    }

    /** The time zone of whoever looks, by its name. */
    public String getZone() {
        return query.zone().getDisplayName(TextStyle.FULL, Functions.getCurrentLocale());
    }

    /** All outcomes that an entry can have, to choose from. */
    public List<LogOutcome> getOutcomes() {
        return LogOutcome.all();
    }

    /** Whether a download has less than what was found. */
    public boolean isTooLong() {
        return part.matches() > LogPage.MAX_DOWNLOAD;
    }

    /** How many entries a download has at most. */
    public int getMaxDownload() {
        return LogPage.MAX_DOWNLOAD;
    }

    /** The address of another page. */
    public String at(int page) {
        return query.parameters() + "&page=" + page;
    }

    /** The address of a download of what was found. */
    public String download(String kind) {
        return kind + query.parameters();
    }
}
