package io.jenkins.plugins.intune.form;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.kohsuke.stapler.AnnotationHandler;
import org.kohsuke.stapler.InjectedParameter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Marks a web method's parameter that takes a text as it was posted. With {@code @QueryParameter} Jenkins decrypts a text
 * that has the shape of a stored secret, so that nobody can tell any more that it was not typed.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Documented
@InjectedParameter(AsPosted.Handler.class)
public @interface AsPosted {

    /** Made by Stapler. */
    final class Handler extends AnnotationHandler<AsPosted> {

        /** Made by Stapler. */
        public Handler() {}

        @Override
        public Object parse(StaplerRequest2 request, AsPosted annotation, Class type, String parameterName) {
            return request.getParameter(parameterName);
        }
    }
}
