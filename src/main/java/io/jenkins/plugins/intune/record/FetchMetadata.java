package io.jenkins.plugins.intune.record;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * What a request is for, by the headers that browsers send. An image or a script of some other page must not make it look as
 * if whoever sees that page had opened a session; so it gets no link either, because no link leaves that nobody is noted for.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class FetchMetadata {

    private static final String PAGE = "document";
    private static final String SCRIPT = "empty";
    /** Where a script's page may come from: a Jenkins, or nowhere, as for what somebody has typed. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /** What is fetched ahead of somebody's click, as browsers of today and of before say it. */
    private static final Set<String> AHEAD = Set.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");

    private static final Set<String> BODILESS = Set.of("HEAD", "OPTIONS");

    private FetchMetadata() {}

    /** Whether somebody opens a page. */
    static boolean opensPage() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request == null || isFor(false, request::getHeader);
    }

    /**
     * Whether somebody opens a page or a download, or a script calls that is no other site's, and gets the answer as it is.
     * Where there is no request, nobody looks, but a plugin that exports builds as Jenkins itself, for example.
     */
    static boolean mayHaveLinks() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request != null && isWhole(request) && isFor(true, request::getHeader);
    }

    /** Of an answer without a body, or of which parts are left out, nobody knows here whether a link was among them. */
    private static boolean isWhole(StaplerRequest2 request) {
        boolean body = !BODILESS.contains(request.getMethod());
        return body && request.getParameter("xpath") == null && request.getParameter("exclude") == null;
    }

    /**
     * Whether a call may count.
     *
     * @param scripts whether a script's may
     * @param header tells a header of the call, or {@code null}
     */
    static boolean isFor(boolean scripts, UnaryOperator<String> header) {
        if (AHEAD.stream().anyMatch(name -> header.apply(name) != null)) {
            return false;
        }
        String destination = header.apply("Sec-Fetch-Dest");
        if (destination == null) {
            return isNoBrowser(header) || wantsPage(header.apply("Accept"));
        }
        String site = header.apply("Sec-Fetch-Site");
        boolean ofScript = scripts && SCRIPT.equals(destination) && (site == null || OWN.contains(site));
        return PAGE.equals(destination) || ofScript;
    }

    /**
     * All browsers call themselves Mozilla, and so does PowerShell. What sends cookies without a login of its own may be a
     * browser that calls itself something else.
     */
    private static boolean isNoBrowser(UnaryOperator<String> header) {
        String agent = header.apply("User-Agent");
        boolean saysSo = agent != null && agent.startsWith("Mozilla/") && !agent.contains("PowerShell/");
        return !saysSo && (header.apply("Cookie") == null || header.apply("Authorization") != null);
    }

    /** Without TLS, browsers do not say more than what kind of file they want: a page, also for a frame, but not an image. */
    private static boolean wantsPage(String accepted) {
        return accepted != null && accepted.contains("text/html");
    }
}
