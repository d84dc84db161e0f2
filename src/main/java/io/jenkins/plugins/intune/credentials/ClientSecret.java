package io.jenkins.plugins.intune.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.intune.entra.ClientProof;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.form.AsPosted;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A client secret of the app registration. */
public final class ClientSecret extends ClientAuthentication {

    private static final long serialVersionUID = 1L;

    private final Secret secret;

    /**
     * @param secret the secret's value
     * @throws RefusedForm if it is what a form shows in place of a stored one
     */
    @DataBoundConstructor
    public ClientSecret(Secret secret) {
        HiddenSecrets.refuseForm(secret);
        this.secret = secret;
    }

    /** The secret's value. */
    public Secret getSecret() {
        return secret;
    }

    @Override
    void requireSecret() throws InvalidInputException {
        proof(null);
    }

    @Override
    ClientProof proof(ReferenceLookup references) throws InvalidInputException {
        return SecretProof.of(Secret.toString(secret));
    }

    private boolean holds(Secret other) {
        return other.equals(secret);
    }

    /** Offers client secrets as {@code clientSecret}. */
    @Extension(ordinal = 100)
    @Symbol("clientSecret")
    public static final class DescriptorImpl extends AuthenticationDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ClientSecret_displayName();
        }

        /** Checks that there is a secret, and not its id. */
        @POST
        public FormValidation doCheckSecret(@PlaceInPath CredentialPlace place, @AsPosted String value) {
            return FormChecks.inCredential(place, () -> {
                Secret given = Secret.fromString(Util.fixNull(value));
                HiddenSecrets.refuse("secret", given);
                boolean tells = StoredSecrets.mayTell(
                        place, value, way -> way instanceof ClientSecret other && other.holds(given));
                if (tells && Guid.isGuid(SecretProof.of(Secret.toString(given)).secret())) {
                    throw new InvalidInputException("secret", Messages.ClientSecret_looksLikeId());
                }
            });
        }

        /** Tries the secret out. */
        @POST
        public FormValidation doVerify(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String cloud,
                @QueryParameter String tenantId,
                @QueryParameter String clientId,
                @AsPosted String secret) {
            return verify(place, cloud, tenantId, clientId, () -> {
                Secret stored = Secret.decrypt(secret);
                if (stored != null) {
                    StoredSecrets.requireHome(
                            place, cloud, way -> way instanceof ClientSecret other && other.holds(stored));
                }
                Secret typed = Secret.fromString(secret);
                HiddenSecrets.refuse("secret", typed);
                return new ClientSecret(typed);
            });
        }
    }
}
