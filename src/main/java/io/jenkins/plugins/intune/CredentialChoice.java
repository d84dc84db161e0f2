package io.jenkins.plugins.intune;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.form.FormChecks;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * Choosing a credential in a form. Whoever may not configure sees nothing but what was chosen already, and is not told
 * whether it exists.
 */
final class CredentialChoice {

    private CredentialChoice() {}

    /**
     * The choices for a drop-down.
     *
     * @param item the job or folder, or {@code null} outside of one
     * @param current what is chosen now; always among the choices
     */
    static ListBoxModel fill(@CheckForNull Item item, @CheckForNull String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (FormChecks.mayConfigure(item)) {
            choices.includeEmptyValue();
            if (item == null) {
                choices.includeAs(ACL.SYSTEM2, Jenkins.get(), EntraAppCredentials.class, List.of());
            } else {
                choices.includeAs(ACL.SYSTEM2, item, EntraAppCredentials.class, List.of());
            }
        }
        return choices.includeCurrentValue(Util.fixNull(current));
    }

    /**
     * Checks a chosen credential.
     *
     * @param mayBeEmpty whether no choice is fine
     */
    static FormValidation check(@CheckForNull Item item, @CheckForNull String value, boolean mayBeEmpty) {
        String id = Util.fixEmptyAndTrim(value);
        if (!FormChecks.mayConfigure(item) || FormChecks.hasVariable(id) || id == null && mayBeEmpty) {
            return FormValidation.ok();
        }
        if (id == null) {
            return FormValidation.error(Messages.CredentialChoice_none());
        }
        boolean found = !CredentialsMatchers.filter(
                        item == null
                                ? CredentialsProvider.lookupCredentialsInItemGroup(
                                        EntraAppCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of())
                                : CredentialsProvider.lookupCredentialsInItem(
                                        EntraAppCredentials.class, item, ACL.SYSTEM2, List.of()),
                        CredentialsMatchers.withId(id))
                .isEmpty();
        return found ? FormValidation.ok() : FormValidation.error(Messages.CredentialChoice_notFound(id));
    }
}
