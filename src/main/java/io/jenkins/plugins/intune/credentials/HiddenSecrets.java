package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.SecretBytes;
import hudson.Functions;
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

    /** What a form shows of a stored file: all of it, encrypted, unless Jenkins would hide a secret from whoever looks. */
    static String shown(SecretBytes file) {
        boolean hidden = SHOWN.equals(new Functions().getPasswordValue(Secret.fromString("any")));
        return hidden ? SHOWN : file.toString();
    }

    /** Whether a form has shown that. */
    static boolean isShown(String posted) {
        return SHOWN.equals(posted);
    }

    /**
     * Refuses to try out what the form has shown.
     *
     * @param field the field of the secret
     */
    static void refuse(String field, Secret posted) throws InvalidInputException {
        if (isShown(Secret.toString(posted))) {
            throw new InvalidInputException(field, Messages.HiddenSecrets_shown());
        }
    }

    /** Refuses to store it. */
    static void refuseForm(Secret posted) {
        if (isShown(Secret.toString(posted))) {
            throw new RefusedForm(Messages.HiddenSecrets_shown());
        }
    }
}
