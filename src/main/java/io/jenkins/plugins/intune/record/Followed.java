package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.intune.form.Genuine;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;

/**
 * What a page shows of a running build, and keeps up to date by itself. A script requests the view {@code progress}, which
 * has the pieces that change all the time, and the whole if something has ended since. Nothing of it reads from disk.
 */
@Restricted(NoExternalUse.class)
public abstract class Followed implements StaplerProxy {

    /** Seconds between two looks of a browser while something is under way. */
    private static final int BUSY = 3;

    /** Seconds between two looks of a browser while the build does something else. */
    private static final int IDLE = 10;

    /** The build. */
    public abstract Run<?, ?> getRun();

    /**
     * Whoever may not see the build sees nothing of this, by whatever way they have come. What belongs to no build, because
     * somebody has stored XML of it, is not there.
     */
    @Override
    @CheckForNull
    public final Object getTarget() {
        Run<?, ?> run = getRun();
        return run == null || ((StaplerProxy) run).getTarget() == null || !Genuine.is(run) ? null : this;
    }

    /** The address of this, below Jenkins' root, with a slash at its end. */
    public abstract String getAddress();

    /** Changes when something has begun or ended, so that the whole is to be shown anew. */
    public abstract String getVersion();

    /** Whether the whole is small enough to be sent to everybody who looks, again and again. */
    public abstract boolean isSmall();

    /** Whether something is under way. */
    abstract boolean isBusy();

    /** What a screen reader says when it has changed: few words, so that not every number disturbs. */
    public abstract String getAnnouncement();

    /** Seconds until a browser may ask again; zero if nothing changes any more. */
    public int getNextLook() {
        return getRun().isBuilding() ? isBusy() ? BUSY : IDLE : 0;
    }
}
