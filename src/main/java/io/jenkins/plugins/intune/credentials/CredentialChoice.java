package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.EncryptedValues;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Choosing a credential in a form. Those without permission see only what was chosen already, and are not told whether it
 * exists.
 */
@Restricted(NoExternalUse.class)
public final class CredentialChoice {

    private final List<Class<? extends StandardCredentials>> types;
    private final CredentialPlace place;
    private final boolean mayKnow;
    private final Check check;

    /** Checks that a credential can be found and used. */
    @FunctionalInterface
    private interface Check {
        void require(String id) throws InvalidInputException;
    }

    private CredentialChoice(
            List<Class<? extends StandardCredentials>> types, CredentialPlace place, boolean mayKnow, Check check) {
        this.types = types;
        this.place = place;
        this.mayKnow = mayKnow;
        this.check = check;
    }

    /**
     * For a job or the global configuration: all kinds that are for an app.
     *
     * @param place where the form is
     */
    public static CredentialChoice inJob(CredentialPlace place) {
        return new CredentialChoice(
                AppCredentialKind.types(),
                place,
                place.mayConfigure(),
                id -> AppCredentials.find(id, CredentialLookup.in(place)).requireAllowed());
    }

    /**
     * For a credential that refers to another one.
     *
     * @param place where the credential is stored
     * @param types the kinds that it can refer to
     */
    @SafeVarargs
    static CredentialChoice inCredential(CredentialPlace place, Class<? extends StandardCredentials>... types) {
        return new CredentialChoice(List.of(types), place, place.mayVerify(), id -> {
            if (Stream.of(types).allMatch(type -> place.find(id, type).isEmpty())) {
                throw new InvalidInputException(
                        "credentialsId",
                        Messages.CredentialChoice_notFound(AppCredentials.shown(id), place.lookedUpAs()));
            }
        });
    }

    /**
     * The choices for a drop-down.
     *
     * @param current what is chosen now; always among the choices
     */
    public ListBoxModel fill(@CheckForNull String current) {
        EncryptedValues.refuse();
        StandardListBoxModel choices = new StandardListBoxModel();
        if (mayKnow) {
            choices.includeEmptyValue();
            types.forEach(type -> place.offer(choices, type));
        }
        return choices.includeCurrentValue(Util.fixNull(current));
    }

    /**
     * Checks a chosen credential.
     *
     * @param mayBeEmpty whether the field may be empty
     */
    public FormValidation check(@CheckForNull String value, boolean mayBeEmpty) {
        String id = Util.fixEmptyAndTrim(value);
        if (!mayKnow || FormChecks.hasVariable(id) || id == null && mayBeEmpty) {
            return FormValidation.ok();
        }
        if (id == null) {
            return FormChecks.hint(Messages.CredentialChoice_none());
        }
        try {
            check.require(id);
            return FormValidation.ok();
        } catch (InvalidInputException wrong) {
            return FormChecks.refused(wrong);
        }
    }
}
