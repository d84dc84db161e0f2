package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.form.FormChecks;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Choosing a credential in a form. Whoever may not know sees nothing but what was chosen already, and is not told whether
 * it exists.
 */
@Restricted(NoExternalUse.class)
public final class CredentialChoice {

    private final List<Class<? extends StandardCredentials>> types;
    private final AccessControlled context;
    private final boolean mayKnow;

    private CredentialChoice(
            List<Class<? extends StandardCredentials>> types, AccessControlled context, boolean mayKnow) {
        this.types = types;
        this.context = context;
        this.mayKnow = mayKnow;
    }

    /**
     * For a job or the global configuration: all kinds that stand for an app.
     *
     * @param item the job or folder, or {@code null} outside of one
     */
    public static CredentialChoice inJob(@CheckForNull Item item) {
        return new CredentialChoice(AppCredentialKind.types(), item, FormChecks.mayConfigure(item));
    }

    /**
     * For a credential that refers to another one.
     *
     * @param context where the credential is stored
     * @param types the kinds that it can refer to
     */
    @SafeVarargs
    static CredentialChoice inCredential(
            @CheckForNull AccessControlled context, Class<? extends StandardCredentials>... types) {
        return new CredentialChoice(List.of(types), context, FormChecks.mayEditCredentials(context));
    }

    /**
     * The choices for a drop-down.
     *
     * @param current what is chosen now; always among the choices
     */
    public ListBoxModel fill(@CheckForNull String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (mayKnow) {
            choices.includeEmptyValue();
            for (Class<? extends StandardCredentials> type : types) {
                if (context instanceof Item item) {
                    choices.includeAs(ACL.SYSTEM2, item, type, List.of());
                } else {
                    choices.includeAs(ACL.SYSTEM2, Jenkins.get(), type, List.of());
                }
            }
        }
        return choices.includeCurrentValue(Util.fixNull(current));
    }

    /**
     * Checks a chosen credential.
     *
     * @param mayBeEmpty whether no choice is fine
     */
    public FormValidation check(@CheckForNull String value, boolean mayBeEmpty) {
        String id = Util.fixEmptyAndTrim(value);
        if (!mayKnow || FormChecks.hasVariable(id) || id == null && mayBeEmpty) {
            return FormValidation.ok();
        }
        if (id == null) {
            return FormValidation.error(Messages.CredentialChoice_none());
        }
        CredentialLookup lookup = CredentialLookup.in(context);
        boolean found = types.stream().anyMatch(type -> lookup.find(id, type).isPresent());
        return found ? FormValidation.ok() : FormValidation.error(Messages.CredentialChoice_notFound(id));
    }
}
