package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The journals of a build's fleets: files in the build's folder, which are not read with the build. */
@Restricted(NoExternalUse.class)
public final class FleetFiles {

    /** Longest journal that anybody may read at any time, in bytes: some 450 devices. */
    private static final long SMALL = 256L << 10;

    static final FleetReaders LARGE = new FleetReaders(Duration.ofSeconds(10));

    /** Makes something of what a journal says of each device. */
    interface Reader<T> {
        T read(List<RequestReport> reports) throws IOException;
    }

    private FleetFiles() {}

    /**
     * The journal of a fleet, to be written to.
     *
     * @param key tells one fleet of the build from another
     * @param disk where it may block
     */
    public static FleetJournal journal(Run<?, ?> run, String key, Executor disk) {
        return new FleetJournal(storage(run, key), SessionLinks.get(), disk);
    }

    /** What is left of a fleet's requests, as {@link FleetJournal#asked} says. Reads from disk. */
    static Map<Integer, FleetJournal.Asked> asked(Run<?, ?> run, String key) throws IOException {
        return FleetJournal.asked(storage(run, key));
    }

    /**
     * Reads what a fleet's journal says of each device, the session links encrypted. Reads from disk, and waits while as many
     * others read large ones as may at a time.
     *
     * @param fleet whose journal it is; if it was broken off, what was under way is told as well
     * @param reader makes something small of it
     * @throws FleetReaders.BusyException if that takes too long
     */
    static <T> T read(Run<?, ?> run, FleetRecord fleet, Reader<T> reader) throws IOException {
        Storage storage = storage(run, fleet.getKey());
        FleetReaders.Task<T> task = () -> reader.read(FleetJournal.reports(storage, fleet.isUncounted()));
        boolean small = path(run, fleet.getKey()).toFile().length() <= SMALL;
        return small ? task.read() : LARGE.read(Jenkins.getAuthentication2().getName(), task);
    }

    private static Storage storage(Run<?, ?> run, String key) {
        // The job, or a folder around it, may be renamed or moved while the build runs.
        return new FileStorage(() -> path(run, key));
    }

    static Path path(Run<?, ?> run, String key) {
        // Somebody may have written another key into the build than the plugin makes, which must lead nowhere else.
        String name = key.replaceAll("[^A-Za-z0-9-]", "_");
        return run.getRootDir().toPath().resolve("intune-remote-assistance-" + name + ".jsonl");
    }
}
