package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.index.AuditIndex;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.values.Clocks;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** What the jobs are called whose requests are in the log. Thread-safe; never blocks. */
public final class JobNames {

    private final AuditIndex index;
    private final AuditWriter writer;
    private final Executor inbox;
    private final Clocks clocks;

    /** @param inbox adds to the index, after what was on disk */
    JobNames(AuditIndex index, AuditWriter writer, Executor inbox, Clocks clocks) {
        this.index = index;
        this.writer = writer;
        this.inbox = inbox;
        this.clocks = clocks;
    }

    /**
     * A job was renamed or moved: its requests are found under its new name from now on, also those of builds that were
     * deleted, and none of another job that bore the name and was {@link #deleted}. Those of jobs below it, too: nobody tells
     * of the promotions of a job.
     *
     * @param from its full name until now
     * @param to its full name from now on
     * @param hasBuilds whether it may have builds, each of which may be under way and still ask somebody
     */
    public void renamed(String from, String to, boolean hasBuilds) {
        Instant at = clocks.now();
        inbox.execute(() -> {
            List<String> known = index.jobsUnder(from);
            Stream<String> below = known.stream().filter(name -> !name.equals(from));
            Stream.concat(Stream.of(from), below).forEach(name -> {
                AuditLine line = new AuditLine.Renamed(at, name, to + name.substring(from.length()));
                index.apply(line);
                if (hasBuilds || known.contains(name)) {
                    writer.append(line);
                }
            });
        });
    }

    /**
     * A job was deleted, or another one gets its name. Its requests stay under the name, whatever is renamed later. Those of
     * jobs below it do, too: nobody tells of a Matrix project's configurations.
     *
     * @param name its full name, or a folder's
     */
    public void deleted(String name) {
        Instant at = clocks.now();
        inbox.execute(() -> index.jobsUnder(name).forEach(job -> {
            AuditLine line = new AuditLine.Deleted(at, job);
            index.apply(line);
            writer.append(line);
        }));
    }
}
