package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import java.io.IOException;

public abstract class HttpResponseRenderer {
    public abstract boolean generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node, Object response)
            throws IOException, ServletException;
}
