package io.jenkins.plugins.intune;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.intune.graph.RequestReport;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a build remembers of its requests and shows on its page and in its REST API. Thread-safe. */
@ExportedBean
public final class RemoteAssistanceAction implements RunAction2 {

    private static final Logger LOGGER = Logger.getLogger(RemoteAssistanceAction.class.getName());

    /** Replaced as a whole, so that it can be saved at any moment. */
    private volatile List<AssistanceRecord> records = List.of();

    /**
     * Adds a request to a build, or replaces what the build remembered of it, and saves the build. Never fails: the
     * request is over and its result known, so a page that cannot be saved must not change how the build ends. The log
     * of Jenkins says so then.
     *
     * @param key tells one request of the build from another
     */
    static void record(Run<?, ?> run, String key, RequestReport report) {
        synchronized (RemoteAssistanceAction.class) {
            RemoteAssistanceAction action = run.getAction(RemoteAssistanceAction.class);
            if (action == null) {
                action = new RemoteAssistanceAction();
                run.addAction(action);
            }
            AssistanceRecord record = new AssistanceRecord(key, report);
            record.belongTo(run);
            action.put(record);
        }
        try {
            run.save();
        } catch (IOException unsaved) {
            LOGGER.log(Level.WARNING, unsaved, () -> "could not save what became of a request in " + run);
        }
    }

    private void put(AssistanceRecord record) {
        Stream<AssistanceRecord> others =
                records.stream().filter(other -> !other.key().equals(record.key()));
        records = Stream.concat(others, Stream.of(record)).toList();
    }

    /** The requests, in the order in which they ended. */
    @Exported(visibility = 2)
    public List<AssistanceRecord> getRequests() {
        return records;
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        onLoad(build);
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        records.forEach(record -> record.belongTo(build));
    }

    /** None: the build's page shows a summary, and there is no page of its own. */
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
    @CheckForNull
    public String getUrlName() {
        return null;
    }
}
