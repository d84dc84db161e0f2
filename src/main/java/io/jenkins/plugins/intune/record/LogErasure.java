package io.jenkins.plugins.intune.record;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Deletes entries of the assistance log that are too old. */
@Extension
@Restricted(NoExternalUse.class)
public final class LogErasure extends AsyncPeriodicWork {

    /** Made by Jenkins. */
    public LogErasure() {
        super("intune-remote-assistance log erasure");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.HOURS.toMillis(1);
    }

    @Override
    protected void execute(TaskListener listener) throws IOException {
        AssistanceLog.get().log().dropOld();
    }
}
