package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.intune.fleet.FleetCounts;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.fleet.FleetStatus;
import io.jenkins.plugins.intune.values.Sentences;
import io.jenkins.plugins.intune.values.SystemLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a build remembers of a fleet: its numbers, and while it is under way how far it is. The fleet's journal has what
 * became of each device. Kept in the build's own file. Thread-safe.
 */
@ExportedBean(defaultVisibility = 2)
public final class FleetRecord {

    private static final Logger LOGGER = Logger.getLogger(FleetRecord.class.getName());

    private static final String RUNNING = "running";

    /** Shown as {@code aborted}. */
    private static final String BROKEN_OFF = "broken-off";

    /** Shortest time between a failure and the next try: a page has ten numbers. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(30);

    // Tells one step from another, and opens nothing.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private final String key;

    private final String verdict;
    private final String message;
    /**
     * What there is to say beside the numbers, empty for nothing; null where the message is all there is: of a fleet that has
     * not ended or could not begin, and of one that an older version of the plugin has ended.
     */
    private final String note;

    private final int total;
    private final int accepted;
    private final int sessions;
    private final int withoutSession;
    private final int failed;
    private final int inDoubt;
    private final int duplicates;
    private final int recentlyAsked;
    private final int notAsked;
    private final int wouldAsk;
    private final int wouldFail;
    private final boolean dryRun;
    private transient volatile Run<?, ?> run;
    /** Of a fleet that is not counted: what its journal tells, which does not change any more. */
    private transient volatile FleetCounts left;
    /** When it could not be read; 0 for never. */
    private transient volatile long unreadAt;
    /** Null unless it is under way in this run of Jenkins. */
    private transient volatile Supplier<Optional<FleetStatus>> live;

    private FleetRecord(String key, String verdict, String message, String note, FleetCounts counts, boolean dryRun) {
        this.key = key;
        this.verdict = verdict;
        this.message = message;
        this.note = note;
        total = counts.total();
        accepted = counts.accepted();
        sessions = counts.sessions();
        withoutSession = counts.withoutSession();
        failed = counts.failed();
        inDoubt = counts.inDoubt();
        duplicates = counts.duplicates();
        recentlyAsked = counts.recentlyAsked();
        notAsked = counts.notAsked();
        wouldAsk = counts.wouldAsk();
        wouldFail = counts.wouldFail();
        this.dryRun = dryRun;
    }

    /**
     * A fleet that is under way.
     *
     * @param dryRun whether nobody is to be asked
     */
    public static FleetRecord begun(String key, int size, boolean dryRun) {
        return new FleetRecord(key, RUNNING, null, null, FleetCounts.none(size), dryRun);
    }

    /** A fleet that has ended. */
    public static FleetRecord ended(String key, FleetResult result, boolean dryRun) {
        return new FleetRecord(
                key,
                result.verdict().name().toLowerCase(Locale.ROOT),
                result.message(),
                result.note(),
                result.counts(),
                dryRun);
    }

    /** The same fleet, which cannot go on after a restart: what became of its devices stands in its journal alone. */
    FleetRecord brokenOff() {
        return new FleetRecord(key, BROKEN_OFF, null, null, FleetCounts.none(total), dryRun);
    }

    /** A fleet that could not begin, or has failed. */
    public static FleetRecord failed(String key, int size, String message, boolean dryRun) {
        return new FleetRecord(key, "failure", message, null, FleetCounts.none(size), dryRun);
    }

    /** Tells it from other fleets of the build. */
    public String getKey() {
        return key;
    }

    /** Sets the build that the record belongs to, which knows whether the fleet is still under way. */
    void belongTo(Run<?, ?> build) {
        run = build;
    }

    /** Sets what tells at any time how far the fleet is. */
    void watch(Supplier<Optional<FleetStatus>> status) {
        live = status;
    }

    /** How far the fleet is at this moment; {@code null} before it has begun, and once it has ended. */
    @CheckForNull
    public FleetStatus getStatus() {
        Supplier<Optional<FleetStatus>> status = live;
        return status == null ? null : status.get().orElse(null);
    }

    /** How far it is, in a few words that change rarely. */
    String getAnnouncement() {
        FleetStatus status = getStatus();
        return status == null
                ? Util.fixNull(getText())
                : Messages.FleetRecord_percent(status.percent() / 10 * 10, total);
    }

    @CheckForNull
    private FleetCounts counts() {
        return isUncounted() ? left() : counted();
    }

    private FleetCounts counted() {
        FleetStatus status = getStatus();
        return status == null ? saved() : status.counts();
    }

    private FleetCounts saved() {
        return new FleetCounts(
                total,
                accepted,
                sessions,
                withoutSession,
                failed,
                inDoubt,
                duplicates,
                recentlyAsked,
                notAsked,
                wouldAsk,
                wouldFail);
    }

    /** Whether its end was not noted yet. */
    boolean isUnderWay() {
        return verdict.equals(RUNNING);
    }

    /** It could not go on, or Jenkins died, or the build was killed, before the end could be noted. */
    private boolean isBrokenOff() {
        return verdict.equals(BROKEN_OFF) || isUnderWay() && live == null && run != null && !run.isBuilding();
    }

    private boolean isFailed() {
        return verdict.equals("failure") && note == null && saved().ended() == 0;
    }

    /** Whether what became of its devices stands in its journal alone, together with what was under way at the end. */
    boolean isUncounted() {
        return run != null && (isBrokenOff() || isFailed());
    }

    /** Reads from disk at first. */
    @CheckForNull
    private FleetCounts left() {
        FleetCounts known = left;
        boolean failed = unreadAt != 0 && System.nanoTime() - unreadAt < READ_AGAIN.toNanos();
        if (known == null && !failed) {
            try {
                known = FleetFiles.read(run, this, reports -> FleetCounts.of(total, reports));
                left = known;
            } catch (FleetReaders.BusyException soon) {
                SystemLog.log(LOGGER, Level.FINE, "too many journals are read at the moment", soon);
            } catch (IOException unreadable) {
                SystemLog.log(LOGGER, Level.FINE, "what a fleet of " + run + " had asked cannot be read", unreadable);
                unreadAt = System.nanoTime();
            }
        }
        return known;
    }

    /** {@code running}, {@code success}, {@code unstable}, {@code failure} or {@code aborted}. */
    @Exported
    public String getVerdict() {
        return isBrokenOff() ? "aborted" : verdict;
    }

    /** The symbol of Jenkins that stands for the verdict. */
    public String getIcon() {
        return switch (getVerdict()) {
            case RUNNING -> "symbol-status-nobuilt";
            case "success" -> "symbol-status-blue";
            case "unstable" -> "symbol-status-yellow";
            case "aborted" -> "symbol-status-aborted";
            default -> "symbol-status-red";
        };
    }

    /**
     * How it ended, for people, or {@code null} as long as it has not. What its numbers tell is in the language of whoever
     * looks.
     */
    @CheckForNull
    public String getText() {
        if (note != null) {
            return Sentences.join(FleetResult.summary(counted(), dryRun, verdict.equals("aborted")), note);
        }
        // What an older version has ended says itself that it was a dry run.
        boolean sayDryRun = dryRun && (isBrokenOff() || isFailed());
        return sayDryRun ? Messages.FleetRecord_dryRun(getMessage()) : getMessage();
    }

    /** How it ended, as it was said at that time, or {@code null} as long as it has not. */
    @Exported
    @CheckForNull
    public String getMessage() {
        return isBrokenOff() ? Messages.FleetRecord_brokenOff() : message;
    }

    /** How many devices there are to ask. */
    @Exported
    public int getTotal() {
        return total;
    }

    /** {@code null} where it cannot be read. */
    private Integer number(ToIntFunction<FleetCounts> which) {
        FleetCounts counts = counts();
        return counts == null ? null : which.applyAsInt(counts);
    }

    /** How many requests Intune accepted; this number and the next ones are {@code null} where they cannot be read. */
    @Exported
    public Integer getAccepted() {
        return number(FleetCounts::accepted);
    }

    /** How many of them have a session link. */
    @Exported
    public Integer getSessions() {
        return number(FleetCounts::sessions);
    }

    /** How many of them were to have a session, and did not get one. */
    @Exported
    public Integer getWithoutSession() {
        return number(FleetCounts::withoutSession);
    }

    /** How many were refused or never sent. */
    @Exported
    public Integer getFailed() {
        return number(FleetCounts::failed);
    }

    /** How many requests are in doubt. */
    @Exported
    public Integer getInDoubt() {
        return number(FleetCounts::inDoubt);
    }

    /** How many entries named a device that another entry names too. */
    @Exported
    public Integer getDuplicates() {
        return number(FleetCounts::duplicates);
    }

    /** How many devices were left alone, because another build asked them a short time ago. */
    @Exported
    public Integer getRecentlyAsked() {
        return number(FleetCounts::recentlyAsked);
    }

    /** How many devices were not asked, because the build was aborted. */
    @Exported
    public Integer getNotAsked() {
        return number(FleetCounts::notAsked);
    }

    /** Of a dry run, how many devices would be asked. */
    @Exported
    public Integer getWouldAsk() {
        return number(FleetCounts::wouldAsk);
    }

    /** Of a dry run, how many devices could not be asked. */
    @Exported
    public Integer getWouldFail() {
        return number(FleetCounts::wouldFail);
    }

    /** Whether nobody was to be asked. */
    @Exported
    public boolean isDryRun() {
        return dryRun;
    }
}
