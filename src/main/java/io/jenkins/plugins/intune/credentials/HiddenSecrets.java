package io.jenkins.plugins.intune.credentials;

import hudson.util.Secret;
import io.jenkins.plugins.intune.values.InvalidInputException;

/**
 * What a form shows in place of a stored secret to those who may store a credential in a folder and may not configure the
 * folder. Posted again, it would be tried out, and stored over the secret.
 */
final class HiddenSecrets {

    /** As Jenkins has it. */
    private static final String SHOWN = "********";

    private HiddenSecrets() {}

    /**
     * Refuses to try out what the form has shown.
     *
     * @param field the field of the secret
     */
    static void refuse(String field, Secret posted) throws InvalidInputException {
        if (isShown(posted)) {
            throw new InvalidInputException(field, Messages.HiddenSecrets_shown());
        }
    }

    /** Refuses to store it. */
    static void refuseForm(Secret posted) {
        if (isShown(posted)) {
            throw new RefusedForm(Messages.HiddenSecrets_shown());
        }
    }

    private static boolean isShown(Secret posted) {
        return SHOWN.equals(Secret.toString(posted));
    }
}
