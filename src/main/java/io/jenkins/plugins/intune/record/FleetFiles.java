package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** The journals of a build's fleets: files in the build's folder, which are not read with the build. */
@Restricted(NoExternalUse.class)
public final class FleetFiles {

    /**
     * Lets four at a time read a whole journal: each takes memory for all of a fleet's devices, and whoever sees a
     * build can ask.
     */
    private static final Semaphore READERS = new Semaphore(4, true);

    /** How long whoever looks at a fleet waits for that, in seconds. */
    private static final int MAX_WAIT = 10;

    /** How many may wait at once: threads that serve pages are few, and whoever has hung up waits on. */
    private static final int MAX_WAITING = 20;

    /** Too many people look at fleets at the moment. As an answer it asks whoever called to try again. */
    static final class BusyException extends IOException implements HttpResponse {

        @Serial
        private static final long serialVersionUID = 1L;

        BusyException() {
            super(Messages.FleetFiles_busy());
        }

        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException {
            response.setHeader("Retry-After", String.valueOf(MAX_WAIT));
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, getMessage());
        }
    }

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
     * Reads what a fleet's journal says of each device, the session links sealed. Reads from disk, and waits while as many
     * others do as may at a time.
     *
     * @param reader makes something small of it, while others wait
     * @throws BusyException if that takes too long
     */
    static <T> T read(Run<?, ?> run, String key, Reader<T> reader) throws IOException {
        if (READERS.getQueueLength() >= MAX_WAITING || !acquired()) {
            throw new BusyException();
        }
        try {
            return reader.read(FleetJournal.reports(storage(run, key)));
        } finally {
            READERS.release();
        }
    }

    private static boolean acquired() {
        try {
            return READERS.tryAcquire(MAX_WAIT, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Storage storage(Run<?, ?> run, String key) {
        // The job, or a folder around it, may be renamed or moved while the build runs.
        return new FileStorage(() -> path(run, key));
    }

    static Path path(Run<?, ?> run, String key) {
        return run.getRootDir().toPath().resolve("intune-remote-assistance-" + key + ".jsonl");
    }
}
