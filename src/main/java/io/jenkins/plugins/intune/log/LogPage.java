package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Api;
import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.form.Genuine;
import io.jenkins.plugins.intune.form.PrivateAnswer;
import io.jenkins.plugins.intune.http.Table;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/** The log of all jobs, or of one: as a page with a search, as downloads, and for other programs. */
@Restricted(NoExternalUse.class)
public final class LogPage implements ModelObject, StaplerProxy {

    /** Most entries of a download; those of a longer time are downloaded part by part. */
    static final int MAX_DOWNLOAD = 100_000;

    /** How many entries the page shows: enough to look through, few enough to load at once. */
    private static final int ON_PAGE = 50;

    /** Most entries of one answer of the REST API. */
    private static final int MAX_REST = 1_000;

    private final transient Job<?, ?> job;

    /** The job's full name at the time of the check: it can get another one while its page is being sent. */
    @CheckForNull
    private volatile String jobName;

    private LogPage(@CheckForNull Job<?, ?> job) {
        this.job = job;
    }

    static LogPage ofJenkins() {
        return new LogPage(null);
    }

    static LogPage of(Job<?, ?> job) {
        return new LogPage(job);
    }

    /** The job, or {@code null} for all. */
    @CheckForNull
    public Job<?, ?> getJob() {
        return job;
    }

    @Override
    public String getDisplayName() {
        return Messages.LogPage_displayName();
    }

    /**
     * Asked for permission itself, because there are other ways to it than the links: XML that somebody may store makes one.
     */
    @Override
    @CheckForNull
    public Object getTarget() {
        if (job == null) {
            Jenkins.get().checkPermission(IntunePermissions.AUDIT);
            return this;
        }
        String name = job.getFullName();
        job.checkPermission(IntunePermissions.AUDIT);
        if (!Genuine.is(job) || !job.getFullName().equals(name)) {
            return null;
        }
        jobName = name;
        return this;
    }

    /**
     * The job whose entries are shown, {@code null} for those of all jobs; never that of a page that nobody has checked. Asked
     * for permission again, because these are other people's: whatever leads here.
     */
    @CheckForNull
    private String shownJob() {
        if (job == null) {
            Jenkins.get().checkPermission(IntunePermissions.AUDIT);
            return null;
        }
        job.checkPermission(IntunePermissions.AUDIT);
        if (jobName == null) {
            throw new IllegalStateException("the page was not checked");
        }
        return jobName;
    }

    private static AuditLog log() {
        return AssistanceLog.get().log();
    }

    /** Whether entries are still being read, and so missing. */
    public boolean isReading() {
        return log().isReading();
    }

    /** What else is missing, or wrong. */
    public List<String> getProblems() {
        return log().problems();
    }

    /**
     * What the page shows, by the parameters of its address.
     *
     * @param zone the name of the time zone that whoever looks has chosen, or {@code null} for Jenkins' own
     */
    public LogView view(@CheckForNull String zone) {
        LogQuery query = LogQuery.ofPerson(Stapler.getCurrentRequest2(), shownJob(), zone);
        LogPlot plot = new LogPlot(query);
        return new LogView(query, plot, log().index().search(query.filter(), query.page(), ON_PAGE, plot.boundaries()));
    }

    /** The REST API: one page of entries, {@code size} of them. Refuses what it cannot read, as the downloads do. */
    public Api getApi() {
        PrivateAnswer.mark(Stapler.getCurrentResponse2());
        LogQuery query = LogQuery.ofProgram(Stapler.getCurrentRequest2(), shownJob());
        int size = query.size(ON_PAGE, MAX_REST);
        return new Api(new LogView(
                query, new LogPlot(query), log().index().search(query.filter(), query.page(), size, List.of())));
    }

    /** Downloads what was found as CSV. */
    @GET
    public void doCsv(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        prepare(request, response, "text/csv", "csv").writeCsv(response.getWriter());
    }

    /** Downloads what was found as JSON. */
    @GET
    public void doJson(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        prepare(request, response, "application/json", "json").writeJson(response.getWriter());
    }

    private Table prepare(StaplerRequest2 request, StaplerResponse2 response, String type, String ending) {
        LogQuery query = LogQuery.ofProgram(request, shownJob());
        PrivateAnswer.download(response, type, "assistance-log." + ending);
        return new Table(
                AuditEntry.NAMES,
                log().index().all(query.filter(), MAX_DOWNLOAD).map(AuditEntry::toMap));
    }
}
