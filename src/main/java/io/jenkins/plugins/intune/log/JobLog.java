package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.intune.form.Genuine;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;

/** The link from a job to its part of the log. It is shown once the job has requested assistance, to those who may see it. */
@Restricted(NoExternalUse.class)
public final class JobLog implements Action, StaplerProxy {

    private final transient Job<?, ?> job;

    private JobLog(Job<?, ?> job) {
        this.job = job;
    }

    @Override
    public Object getTarget() {
        return LogPage.of(job);
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        boolean shown = job != null
                && AssistanceLog.get().log().index().knowsJob(job.getFullName())
                && job.hasPermission(IntunePermissions.AUDIT)
                && Genuine.is(job);
        return shown ? LogLink.ICON : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.LogPage_displayName();
    }

    @Override
    public String getUrlName() {
        return LogLink.URL;
    }

    /** Adds one to every job. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        @NonNull
        public Collection<? extends Action> createFor(@NonNull Job target) {
            return List.of(new JobLog((Job<?, ?>) target));
        }
    }
}
