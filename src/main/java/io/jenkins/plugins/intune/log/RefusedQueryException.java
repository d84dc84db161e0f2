package io.jenkins.plugins.intune.log;

import io.jenkins.plugins.intune.form.PrivateAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * An address of the log has values that cannot be read. Answered with 400 and the reasons as plain text: programs get it, and
 * nothing in it is ever taken for markup.
 */
final class RefusedQueryException extends RuntimeException implements HttpResponse {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param problems a sentence for each value, which names its parameter */
    RefusedQueryException(List<String> problems) {
        // It is about what was sent, so where it was noticed helps nobody.
        super(String.join("\n", problems), null, false, false);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
        PrivateAnswer.mark(response);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("text/plain; charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().println(getMessage());
    }
}
