package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor.FormException;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.entra.FederatedProof;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.FileCharset;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.InputStream;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An ID token that the app registration trusts: the value that a credential of the kind "Secret text" or "Secret file" has
 * at the moment. The OpenID Connect Provider plugin offers such credentials, made for each build.
 */
public final class FederatedToken extends ClientAuthentication {

    private static final long serialVersionUID = 1L;

    private static final String FIELD = "tokenId";

    /** Longest value, in bytes, that is read as an ID token: real ones are far shorter. */
    private static final int MAX_BYTES = 64 * 1024;

    // The id of a credential, which is no secret.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private final String tokenId;

    /**
     * @param tokenId the id of a credential of the kind "Secret text" or "Secret file"
     * @throws FormException if it is posted by somebody who may not use the credentials that are there
     */
    @DataBoundConstructor
    public FederatedToken(String tokenId) throws FormException {
        requirePosted();
        this.tokenId = Util.fixNull(tokenId).trim();
    }

    /** The id of the credential that holds the ID token, as typed. */
    public String getTokenId() {
        return tokenId;
    }

    private FederatedToken() {
        tokenId = "";
    }

    private Object readResolve() {
        return orNothing(FederatedToken::new);
    }

    @Override
    void requireAllowed(ReferenceLookup references) throws InvalidInputException {
        references.requireUse();
    }

    @Override
    FederatedProof proof(ReferenceLookup references) throws InvalidInputException {
        String id = PlainText.require(FIELD, tokenId);
        find(id, references);
        // Looked up again each time: a build's credential makes a new token for each look-up.
        return new FederatedProof(id + " in " + references.scope(), () -> value(find(id, references)));
    }

    private static StandardCredentials find(String id, ReferenceLookup references) throws InvalidInputException {
        Optional<StandardCredentials> text =
                references.find(id, StringCredentials.class).map(StandardCredentials.class::cast);
        return text.or(() -> references.find(id, FileCredentials.class))
                .orElseThrow(() -> new InvalidInputException(
                        FIELD, Messages.FederatedToken_notFound(AppCredentials.shown(id), references.lookedUpAs(id))));
    }

    private static String value(StandardCredentials credentials) throws InvalidInputException {
        return ForeignCredential.read(FIELD, credentials.getId(), () -> {
            if (credentials instanceof StringCredentials text) {
                return text.getSecret().getPlainText();
            }
            try (InputStream file = ((FileCredentials) credentials).getContent()) {
                byte[] content = file.readNBytes(MAX_BYTES);
                return new String(content, FileCharset.of(content));
            }
        });
    }

    /** Offers federated tokens as {@code federatedToken}. */
    @Extension(ordinal = 70)
    @Symbol("federatedToken")
    public static final class DescriptorImpl extends AuthenticationDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.FederatedToken_displayName();
        }

        /** Lists the secret texts and files that there are where the credential is stored. */
        @POST
        public ListBoxModel doFillTokenIdItems(@PlaceInPath CredentialPlace place, @QueryParameter String tokenId) {
            return choice(place).fill(tokenId);
        }

        /** Checks that the credential exists. Its value is not looked at: it may be made for builds only. */
        @POST
        public FormValidation doCheckTokenId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            return choice(place).check(value, false);
        }

        private static CredentialChoice choice(CredentialPlace place) {
            return CredentialChoice.inCredential(place, StringCredentials.class, FileCredentials.class);
        }

        /** Tries the token out. */
        @POST
        public FormValidation doVerify(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String cloud,
                @QueryParameter String tenantId,
                @QueryParameter String clientId,
                @QueryParameter String tokenId) {
            return verify(place, cloud, tenantId, clientId, () -> new FederatedToken(tokenId));
        }
    }
}
