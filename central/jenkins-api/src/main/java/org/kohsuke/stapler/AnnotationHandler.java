package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import java.lang.annotation.Annotation;

public abstract class AnnotationHandler<T extends Annotation> {
    public AnnotationHandler() {}
    public Object parse(StaplerRequest2 request, T a, Class type, String parameterName) throws ServletException { throw new UnsupportedOperationException(); }
}
