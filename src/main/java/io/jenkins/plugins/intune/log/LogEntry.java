package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.intune.index.AuditEntry;
import java.util.Date;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.access.AccessDeniedException;

/** An entry of the log, for the page and the REST API. The names are those of the downloads. */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public final class LogEntry {

    private final AuditEntry entry;

    LogEntry(AuditEntry entry) {
        this.entry = entry;
    }

    /** When the request left. */
    public Date getTime() {
        return Date.from(entry.askedAt());
    }

    /** When the request left, as ISO 8601 has it. */
    @Exported
    public String getAskedAt() {
        return entry.askedAt().toString();
    }

    /** The device's name, or how it was addressed. */
    @Exported
    public String getDevice() {
        return entry.device();
    }

    /** The Intune device id, or {@code null} if nobody knew it. */
    @Exported
    @CheckForNull
    public String getDeviceId() {
        return entry.deviceId();
    }

    /** The host of the Graph that got it, or {@code null}. */
    @Exported
    @CheckForNull
    public String getCloud() {
        return entry.tenant().cloud();
    }

    /** The ID of the tenant whose device it is, or {@code null}. */
    @Exported
    @CheckForNull
    public String getTenant() {
        return entry.tenant().id();
    }

    /** How it ended, by its name in downloads. */
    @Exported
    public String getOutcome() {
        return entry.outcomeId();
    }

    /** How it ended, for people. */
    public LogOutcome getEnding() {
        return new LogOutcome(entry.outcome());
    }

    /** The full name of the job. */
    @Exported
    public String getJob() {
        return entry.requester().job();
    }

    /** The number of the build. */
    @Exported
    public int getBuild() {
        return entry.requester().build();
    }

    /** Who started the build. */
    @Exported
    public String getStartedBy() {
        return entry.requester().startedBy();
    }

    /** The identity that the build ran as. */
    @Exported
    public String getRunsAs() {
        return entry.requester().runsAs();
    }

    /** The id that this side gave the request. */
    @Exported
    public String getClientRequestId() {
        return entry.clientRequestId().toString();
    }

    /** Who got the session link here, in that order. */
    @Exported
    public List<String> getOpenedBy() {
        return entry.opened().stream().map(AuditEntry.Opening::by).toList();
    }

    /** When each of them first did, as ISO 8601 has it. */
    @Exported
    public List<String> getOpenedAt() {
        return entry.opened().stream().map(opening -> opening.at().toString()).toList();
    }

    /** The address of the build below Jenkins' root, if it is still there and whoever looks may see it; else {@code null}. */
    @CheckForNull
    public String getBuildPath() {
        try {
            Item item = Jenkins.get().getItemByFullName(getJob());
            Run<?, ?> build = item instanceof Job<?, ?> job ? job.getBuildByNumber(getBuild()) : null;
            // A job that was made anew may have one of the same number.
            return build != null
                            && build.getTimeInMillis()
                                    == entry.requester().began().toEpochMilli()
                    ? build.getUrl()
                    : null;
        } catch (AccessDeniedException hidden) {
            return null;
        }
    }
}
