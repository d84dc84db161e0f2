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

    private SessionRedirect() {}

    /** Where the session of a request is opened, below Jenkins' root. */
    static String path(Run<?, ?> run, String request) {
        return run.getUrl() + RemoteAssistanceAction.URL + "/session?request="
                + URLEncoder.encode(request, StandardCharsets.UTF_8);
    }

    /** Leads there. The caller has checked that this person may assist. May read from disk. */
    static void go(RemoteAssistanceAction action, String request, StaplerResponse2 response) throws IOException {
        if (!Visit.opensPage()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Optional<String> link =
                link(action, request).map(found -> AssistanceLog.get().handOut(found, request));
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

    /** The session link of a request or of a device of a fleet, by its {@code client-request-id}. */
    private static Optional<String> link(RemoteAssistanceAction action, String request) throws IOException {
        Optional<String> ofRequest = action.getRequests().stream()
                .filter(record -> record.isOf(request))
                .map(AssistanceRecord::link)
                .filter(Objects::nonNull)
                .findFirst();
        for (FleetRecord fleet : ofRequest.isPresent() ? List.<FleetRecord>of() : action.getFleets()) {
            Optional<String> sealed = FleetFiles.read(
                    action.getRun(),
                    fleet.getKey(),
                    reports -> reports.stream()
                            .filter(report -> Objects.equals(report.clientRequestId(), request))
                            .map(RequestReport::sessionUrl)
                            .filter(Objects::nonNull)
                            .findFirst());
            if (sealed.isPresent()) {
                return sealed.map(SessionLinks.get()::unseal);
            }
        }
        return ofRequest;
    }
}
