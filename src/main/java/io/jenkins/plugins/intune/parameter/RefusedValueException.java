package io.jenkins.plugins.intune.parameter;

import hudson.model.Failure;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.Serial;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * What was submitted for a parameter names no device that may be chosen. No build is started for it: a browser and a script get
 * a page with status 400 that says why, and the command line ends with the same sentence.
 */
final class RefusedValueException extends IllegalArgumentException implements HttpResponse {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param parameter the parameter's name
     * @param problem why, a sentence
     */
    RefusedValueException(String parameter, String problem) {
        super(Messages.RefusedValueException_message(parameter, problem));
    }

    /** It answers whoever submitted the value, so where it was refused helps nobody: build logs show only the message. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
            throws IOException, ServletException {
        new Failure(getMessage()).generateResponse(request, response, node);
    }
}
