package io.jenkins.plugins.intune.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.references.TypedReferences;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What the forms of all ways to prove an identity have in common: their button "Verify". */
@Restricted(NoExternalUse.class)
public abstract class AuthenticationDescriptor extends Descriptor<AppAuthentication> {

    /** Creates the authentication that a form holds. */
    @FunctionalInterface
    interface Typed {
        AppAuthentication get() throws InvalidInputException, FormException;
    }

    AuthenticationDescriptor() {}

    /**
     * Verifies what the form holds, saved or not. Only for those who may store a credential here and use those that are here,
     * because what the form holds can refer to any of them.
     *
     * @param place where the credential is stored
     * @param typed the way that the form shows
     */
    final FormValidation verify(CredentialPlace place, String cloud, String tenantId, String clientId, Typed typed) {
        place.requireVerify();
        try {
            EntraAppCredentials app = new EntraAppCredentials(null, "", null, tenantId, clientId, typed.get());
            app.setCloud(cloud);
            return AppVerifier.get().verify(new EntraApp(app, new TypedReferences(place)));
        } catch (InvalidInputException wrong) {
            return FormChecks.refused(title(wrong.field()), wrong);
        } catch (FormException wrong) {
            return FormValidation.error(wrong.getMessage());
        }
    }

    /** The form's label for a field, or {@code null} if it has no such field. */
    @CheckForNull
    public String title(String field) {
        return FieldTitles.of(field);
    }
}
