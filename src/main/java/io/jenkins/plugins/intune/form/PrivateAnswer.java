package io.jenkins.plugins.intune.form;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerResponse2;

/** An answer that depends on who asks, or names people: nothing on its way and no browser may keep it. */
@Restricted(NoExternalUse.class)
public final class PrivateAnswer {

    private PrivateAnswer() {}

    /**
     * Says so to whoever carries the answer. Changes nothing if it is on its way already.
     *
     * @param response the answer; {@code null} outside of a web request
     */
    public static void mark(@CheckForNull StaplerResponse2 response) {
        if (response != null) {
            // RFC 9111, 5.2.2.5 and 5.2.2.7
            response.setHeader("Cache-Control", "private, no-store");
        }
    }

    /** Makes the answer a file to be saved, and {@linkplain #mark marks} it. */
    public static void download(StaplerResponse2 response, String type, String name) {
        response.setContentType(type + "; charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        mark(response);
    }
}
