package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A build that has ended asks nobody any more, and what it has asked is told. Pipeline ends builds without a word to their
 * steps: when somebody kills one, and when Jenkins stops and it is not to be resumed.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class EndedBuilds extends RunListener<Run<?, ?>> {

    @Override
    public void onCompleted(Run<?, ?> build, @NonNull TaskListener listener) {
        GracefulShutdown running = GracefulShutdown.get();
        running.abort(build);
        try {
            running.awaitAborted(build);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
