package io.jenkins.plugins.intune.record;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Lets few at a time read a large journal: each takes memory for all of a fleet's devices, and whoever sees a build can ask.
 * Thread-safe.
 */
final class FleetReaders {

    private static final int MAX_READING = 4;

    /** How many may wait at once: threads that serve pages are few, and whoever has hung up waits on. */
    private static final int MAX_WAITING = 20;

    /** How many of one person may read or wait, so that nobody keeps all others out. */
    private static final int MAX_OF_PERSON = 2;

    private final Duration patience;
    private final Semaphore places = new Semaphore(MAX_READING, true);
    private final Map<String, Integer> byPerson = new HashMap<>();

    /** @param patience how long whoever looks at a fleet waits for a place */
    FleetReaders(Duration patience) {
        this.patience = patience;
    }

    /** Reads a journal. */
    interface Task<T> {
        T read() throws IOException;
    }

    /** Too many people look at fleets at the moment. As an answer it asks whoever called to try again. */
    static final class BusyException extends IOException implements HttpResponse {

        @Serial
        private static final long serialVersionUID = 1L;

        private final long seconds;

        BusyException(Duration patience) {
            super(Messages.FleetReaders_busy());
            seconds = patience.toSeconds();
        }

        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", String.valueOf(seconds));
            // The server's own page of an error has no letters but Latin ones.
            response.setContentType("text/plain; charset=UTF-8");
            response.getWriter().println(getMessage());
        }
    }

    /**
     * Reads when there is a place, and waits for one.
     *
     * @param person who reads
     * @throws BusyException if that takes too long
     */
    <T> T read(String person, Task<T> task) throws IOException {
        if (!enter(person)) {
            throw new BusyException(patience);
        }
        try {
            if (!awaitPlace()) {
                throw new BusyException(patience);
            }
            try {
                return task.read();
            } finally {
                places.release();
            }
        } finally {
            leave(person);
        }
    }

    private boolean awaitPlace() {
        try {
            return places.getQueueLength() < MAX_WAITING
                    && places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean enter(String person) {
        return byPerson.getOrDefault(person, 0) < MAX_OF_PERSON && byPerson.merge(person, 1, Integer::sum) > 0;
    }

    private synchronized void leave(String person) {
        byPerson.computeIfPresent(person, (name, count) -> count == 1 ? null : count - 1);
    }
}
