package io.jenkins.plugins.intune.credentials;

import hudson.model.Failure;
import hudson.util.HttpResponses;
import jakarta.servlet.ServletException;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * A form that cannot be taken, and why. The dialogs of the Credentials plugin show what comes as JSON, and of everything else
 * that the operation failed.
 */
final class RefusedForm extends Failure {

    private static final long serialVersionUID = 1L;

    RefusedForm(String why) {
        super(why);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
            throws IOException, ServletException {
        String accept = request.getHeader("Accept");
        if (accept != null && accept.contains("application/json")) {
            JSONObject told = new JSONObject().element("message", getMessage()).element("notificationType", "ERROR");
            HttpResponses.okJSON(told).generateResponse(request, response, node);
        } else {
            super.generateResponse(request, response, node);
        }
    }
}
