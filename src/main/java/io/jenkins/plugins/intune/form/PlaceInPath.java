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
 * Marks a web method's parameter that takes the {@link CredentialPlace} which the request's address leads to. It is used
 * instead of {@code @AncestorInPath}, which takes the nearest thing of a type: for a permission check that can be one on
 * which everybody has all permissions.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@Documented
@InjectedParameter(PlaceInPath.Handler.class)
public @interface PlaceInPath {

    /** Made by Stapler. */
    final class Handler extends AnnotationHandler<PlaceInPath> {

        /** Made by Stapler. */
        public Handler() {}

        @Override
        public Object parse(StaplerRequest2 request, PlaceInPath annotation, Class type, String parameterName) {
            EncryptedValues.refuse(request);
            return CredentialPlace.of(request);
        }
    }
}
