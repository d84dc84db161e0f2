package io.jenkins.plugins.intune.credentials;

import hudson.model.Failure;
import hudson.util.HttpResponses;
import jakarta.servlet.ServletException;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.HttpResponseRenderer;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * A credential that cannot be taken, and why, whether it comes from a form or as XML. The dialogs of the Credentials plugin
 * show a reason that comes as JSON, and otherwise only that the operation failed.
 */
final class RefusedForm extends Failure {

    private static final long serialVersionUID = 1L;

    /** Most causes of an exception that are looked at: somebody may have made up a chain without an end. */
    private static final int MAX_CAUSES = 20;

    /** XStream wraps what is thrown while it reads, and Jenkins would answer that with a stack trace and status 500. */
    private static final HttpResponseRenderer UNWRAPPING = new HttpResponseRenderer() {
        @Override
        public boolean generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node, Object thrown)
                throws IOException, ServletException {
            Throwable cause = thrown instanceof Throwable failure ? failure : null;
            for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
                if (cause instanceof RefusedForm refused) {
                    refused.generateResponse(request, response, node);
                    return true;
                }
            }
            return false;
        }
    };

    /** Whether the client understands a reason that comes with status 200; a program that has posted XML does not. */
    private final boolean forDialog;

    RefusedForm(String why) {
        this(why, true);
    }

    private RefusedForm(String why, boolean forDialog) {
        super(why);
        this.forDialog = forDialog;
    }

    /** Refuses XML while it is being read. */
    static RefusedForm inXml(String why) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        if (request != null) {
            request.getWebApp().getResponseRenderers().addIfAbsent(UNWRAPPING);
        }
        return new RefusedForm(why, false);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
            throws IOException, ServletException {
        String accept = request.getHeader("Accept");
        if (forDialog && accept != null && accept.contains("application/json")) {
            JSONObject told = new JSONObject().element("message", getMessage()).element("notificationType", "ERROR");
            HttpResponses.okJSON(told).generateResponse(request, response, node);
        } else {
            super.generateResponse(request, response, node);
        }
    }
}
