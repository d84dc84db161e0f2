package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.apache.commons.fileupload2.core.FileItem;

public interface StaplerRequest2 extends HttpServletRequest {
    FileItem getFileItem2(String name) throws ServletException, IOException;
    void bindJSON(Object bean, JSONObject json);
}
