package io.jenkins.plugins.intune.record;

import io.jenkins.plugins.intune.values.Admission;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Lets few at a time read a large journal: each takes memory for all of a fleet's devices, and whoever sees a build can ask.
 * Thread-safe.
 */
final class FleetReaders {

    private final Admission places;

    /** @param patience how long whoever looks at a fleet waits for a place */
    FleetReaders(Duration patience) {
        places = new Admission(4, 20, patience);
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
        try (Admission.Place place = places.enter(person).orElseThrow(() -> new BusyException(places.patience()))) {
            return task.read();
        }
    }
}
