package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import net.sf.json.JSONObject;
import org.apache.commons.fileupload2.core.FileItem;

public interface StaplerRequest2 extends HttpServletRequest {
    WebApp getWebApp();
    List<Ancestor> getAncestors();
    String getRestOfPath();
    Ancestor findAncestor(Class type);
    FileItem getFileItem2(String name) throws ServletException, IOException;
    void bindJSON(Object bean, JSONObject json);
}
