package io.jenkins.plugins.intune.record;

import java.util.Set;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * What somebody calls for, as browsers say it. An image in some page must not make it look as if whoever sees that page had
 * opened a session; so it gets no link either, because no link leaves that nobody is noted for.
 */
final class Visit {

    private static final String PAGE = "document";
    private static final Set<String> PAGE_OR_SCRIPT = Set.of(PAGE, "empty");

    private Visit() {}

    /** Whether somebody opens a page. What does not say what it calls for is no browser, and counts as that. */
    static boolean opensPage() {
        return isFor(Set.of(PAGE));
    }

    /** Whether somebody opens a page or a download, or a script calls. */
    static boolean mayHaveLinks() {
        return isFor(PAGE_OR_SCRIPT);
    }

    private static boolean isFor(Set<String> destinations) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String destination = request == null ? null : request.getHeader("Sec-Fetch-Dest");
        return destination == null || destinations.contains(destination);
    }
}
