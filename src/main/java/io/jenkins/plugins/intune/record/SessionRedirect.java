package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.form.PrivateAnswer;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.kohsuke.stapler.StaplerResponse2;

/** Leads a browser to the session of one of a build's requests, and notes in the assistance log who that was. */
final class SessionRedirect {

    /**
     * A session, for those who may have it.
     *
     * @param link its link, or {@code null} if its time is over
     * @param logId the id under which the assistance log has the request
     */
    private record Session(String link, String logId) {}

    private SessionRedirect() {}

    /** Where the session of a request is opened, below Jenkins' root. */
    static String path(Run<?, ?> run, String request) {
        return run.getUrl() + RemoteAssistanceAction.URL + "/session?request="
                + URLEncoder.encode(request, StandardCharsets.UTF_8);
    }

    /** Leads there. The caller has checked that this person may assist. May read from disk. */
    static void go(RemoteAssistanceAction action, String request, StaplerResponse2 response) throws IOException {
        if (!FetchMetadata.opensPage()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Optional<String> link = find(action, request)
                .map(found -> AssistanceLog.get().handOut(action.getRun(), found.link(), found.logId()));
        if (link.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            PrivateAnswer.mark(response);
            response.setHeader("Referrer-Policy", "no-referrer");
            follow(link.get(), response);
        }
    }

    /** A link that is no web address is shown and not followed. */
    private static void follow(String link, StaplerResponse2 response) throws IOException {
        if (link.toLowerCase(Locale.ROOT).startsWith("https://")) {
            response.sendRedirect(link);
        } else {
            response.setContentType("text/plain; charset=UTF-8");
            response.getWriter().print(link);
        }
    }

    /** The session of a request or of a device of a fleet, by its {@code client-request-id}. */
    private static Optional<Session> find(RemoteAssistanceAction action, String request) throws IOException {
        Optional<Session> ofRequest = action.requests().stream()
                .filter(record -> record.isOf(request) && record.link() != null)
                .map(record -> new Session(record.link(), record.logId()))
                .findFirst();
        IOException unread = null;
        for (FleetRecord fleet : ofRequest.isPresent() ? List.<FleetRecord>of() : action.fleets()) {
            try {
                Optional<Session> ofDevice = find(action, fleet, request);
                if (ofDevice.isPresent()) {
                    return ofDevice;
                }
            } catch (IOException other) {
                // It may be in the journal of another fleet.
                unread = other;
            }
        }
        if (unread != null) {
            throw unread;
        }
        return ofRequest;
    }

    private static Optional<Session> find(RemoteAssistanceAction action, FleetRecord fleet, String request)
            throws IOException {
        Optional<RequestReport> found = FleetFiles.read(
                action.getRun(),
                fleet,
                reports -> reports.stream()
                        .filter(report -> Objects.equals(report.clientRequestId(), request))
                        .filter(report -> report.sessionUrl() != null)
                        .findFirst());
        return found.map(report -> new Session(SessionLinks.get().decrypt(report.sessionUrl()), report.logId()));
    }
}
