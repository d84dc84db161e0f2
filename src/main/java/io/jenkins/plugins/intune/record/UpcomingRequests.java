package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The place on a build's page where its requests will be shown, for whoever opens the page before the first of them has begun.
 * Builds of jobs that have asked before have one, because of others nobody knows whether they ever will.
 */
@Restricted(NoExternalUse.class)
public final class UpcomingRequests extends Followed implements Action {

    private static final String URL = "remoteAssistanceProgress";

    private final transient Run<?, ?> run;

    private UpcomingRequests(Run<?, ?> run) {
        this.run = run;
    }

    /** The requests, or {@code null} before the first has begun. */
    @CheckForNull
    public RemoteAssistanceAction getBegun() {
        return begun().orElse(null);
    }

    private Optional<RemoteAssistanceAction> begun() {
        return Optional.ofNullable(run.getAction(RemoteAssistanceAction.class))
                .filter(action -> action.getUrlName() != null);
    }

    @Override
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getAddress() {
        return run.getUrl() + URL + "/";
    }

    @Override
    public String getVersion() {
        return begun().map(Followed::getVersion).orElse("");
    }

    @Override
    public boolean isSmall() {
        return begun().map(Followed::isSmall).orElse(true);
    }

    @Override
    boolean isBusy() {
        return begun().map(Followed::isBusy).orElse(false);
    }

    @Override
    public String getAnnouncement() {
        return begun().map(Followed::getAnnouncement).orElse("");
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        return null;
    }

    @Override
    @CheckForNull
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Adds one to each build of a job that has asked. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        /** So that nobody who looks for an action of another kind comes by here. */
        @Override
        public Class<? extends Action> actionType() {
            return UpcomingRequests.class;
        }

        @Override
        @NonNull
        public Collection<? extends Action> createFor(@NonNull Run target) {
            Run<?, ?> run = target;
            return AssistanceLog.get().log().index().knowsJob(run.getParent().getFullName())
                    ? List.of(new UpcomingRequests(run))
                    : List.of();
        }
    }
}
