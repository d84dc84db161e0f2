package io.jenkins.plugins.intune.links;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Erases the keys of session links whose time is over. */
@Extension
@Restricted(NoExternalUse.class)
public final class LinkErasure extends AsyncPeriodicWork {

    /** Made by Jenkins. */
    public LinkErasure() {
        super("intune-remote-assistance session link erasure");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.MINUTES.toMillis(15);
    }

    @Override
    protected void execute(TaskListener listener) throws IOException {
        SessionLinks.get().erase();
    }
}
