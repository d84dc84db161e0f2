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

    /** Refuses to store what the form has shown. */
    static void refuseForm(Secret posted) {
        if (SHOWN.equals(Secret.toString(posted))) {
            throw new RefusedForm(Messages.HiddenSecrets_shown());
        }
    }

    /**
     * Refuses what the form has shown.
     *
     * @param field the field of the secret
     */
    static void refuse(String field, Secret posted) throws InvalidInputException {
        if (SHOWN.equals(Secret.toString(posted))) {
            throw new InvalidInputException(field, Messages.HiddenSecrets_shown());
        }
    }
}
