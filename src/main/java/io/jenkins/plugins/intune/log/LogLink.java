package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.intune.record.IntunePermissions;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;

/** The link from <em>Manage Jenkins</em> to the log of all jobs. */
@Extension
@Restricted(NoExternalUse.class)
public final class LogLink extends ManagementLink implements StaplerProxy {

    /** The address below Jenkins, below <em>Manage Jenkins</em>, and below each job. */
    static final String URL = "intune-assistance-log";

    static final String ICON = "symbol-journal";

    @Override
    public Object getTarget() {
        return LogPage.ofJenkins();
    }

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.LogPage_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.LogLink_description();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Override
    @NonNull
    public Permission getRequiredPermission() {
        return IntunePermissions.AUDIT;
    }

    @Override
    @NonNull
    public Category getCategory() {
        return Category.STATUS;
    }
}
