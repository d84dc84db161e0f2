package io.jenkins.plugins.intune.form;

import hudson.util.Secret;
import java.util.Set;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.springframework.security.access.AccessDeniedException;

/**
 * Refuses secrets in the shape in which forms show them, where a form has none. Jenkins decrypts each text for a web method,
 * whose answer would tell it to whoever has seen only that shape.
 */
@Restricted(NoExternalUse.class)
public final class EncryptedValues {

    /** Parameters that are for secrets. */
    private static final Set<String> SECRETS = Set.of("secret", "password", "certificate");

    private EncryptedValues() {}

    /** Refuses them in the current request, if there is one: for a web method that is for everybody. */
    public static void refuse() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        if (request != null) {
            refuse(request);
        }
    }

    static void refuse(StaplerRequest2 request) {
        String path = String.valueOf(request.getPathInfo());
        // What follows the name of a method is not looked at by anybody else.
        boolean checksSecret =
                request.getRestOfPath().isEmpty() && (path.endsWith("/checkSecret") || path.endsWith("/checkPassword"));
        request.getParameterMap().forEach((name, values) -> {
            boolean forSecret = SECRETS.contains(name) || checksSecret && name.equals("value");
            if (!forSecret && Stream.of(values).anyMatch(value -> Secret.decrypt(value) != null)) {
                throw new AccessDeniedException(Messages.EncryptedValues_refused(name));
            }
        });
    }
}
