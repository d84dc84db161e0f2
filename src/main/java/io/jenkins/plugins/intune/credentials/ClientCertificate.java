package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor.FormException;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.entra.KeyMaterial;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.references.TypedReferences;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A certificate that is a credential of its own in Jenkins, in the job's folder or above. */
public final class ClientCertificate extends ClientAuthentication {

    private static final long serialVersionUID = 1L;

    private static final String FIELD = "certificateId";

    private final String certificateId;

    /**
     * @param certificateId the id of a credential of the kind "Certificate"
     * @throws FormException if it is posted by somebody who may not use the credentials that are there
     */
    @DataBoundConstructor
    public ClientCertificate(String certificateId) throws FormException {
        requirePosted();
        this.certificateId = Util.fixNull(certificateId).trim();
    }

    /** The id of the certificate, as typed. */
    public String getCertificateId() {
        return certificateId;
    }

    private ClientCertificate() {
        certificateId = "";
    }

    private Object readResolve() {
        return orNothing(ClientCertificate::new);
    }

    @Override
    void requireAllowed(ReferenceLookup references) throws InvalidInputException {
        references.requireUse();
    }

    @Override
    CertificateProof proof(ReferenceLookup references) throws InvalidInputException {
        return proof(certificateId, references);
    }

    /** The proof that a certificate credential gives. */
    static CertificateProof proof(String certificateId, ReferenceLookup references) throws InvalidInputException {
        String id = PlainText.require(FIELD, certificateId);
        StandardCertificateCredentials found = references
                .find(id, StandardCertificateCredentials.class)
                .orElseThrow(() -> new InvalidInputException(
                        FIELD,
                        Messages.ClientCertificate_notFound(AppCredentials.shown(id), references.lookedUpAs(id))));
        KeyStore keyStore = ForeignCredential.read(FIELD, id, found::getKeyStore);
        Instant now = Instant.now();
        String password = Secret.toString(found.getPassword());
        return OpenedCertificate.of(
                keyStore,
                now,
                () -> ForeignCredential.read(FIELD, id, () -> KeyMaterial.ofKeyStore(FIELD, keyStore, password, now))
                        .require(FIELD, now));
    }

    /** Offers certificates of Jenkins as {@code clientCertificate}. */
    @Extension(ordinal = 90)
    @Symbol("clientCertificate")
    public static final class DescriptorImpl extends AuthenticationDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ClientCertificate_displayName();
        }

        /** Lists the certificates that there are where the credential is stored. */
        @POST
        public ListBoxModel doFillCertificateIdItems(
                @PlaceInPath CredentialPlace place, @QueryParameter String certificateId) {
            return CredentialChoice.inCredential(place, StandardCertificateCredentials.class)
                    .fill(certificateId);
        }

        /**
         * Checks that the certificate exists, is one for Entra, and does not expire soon; says which one of the key store it
         * is.
         */
        @POST
        public FormValidation doCheckCertificateId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            return FormChecks.replyOnReference(place, () -> {
                CertificateProof proof = CertificateForms.open(FIELD, () -> proof(value, new TypedReferences(place)));
                List<String> warnings = proof.warnings(Instant.now());
                return warnings.isEmpty()
                        ? FormValidation.ok(proof.describe())
                        : FormValidation.warning(Sentences.join(warnings));
            });
        }

        /** Tries the certificate out. */
        @POST
        public FormValidation doVerify(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String cloud,
                @QueryParameter String tenantId,
                @QueryParameter String clientId,
                @QueryParameter String certificateId) {
            return verify(place, cloud, tenantId, clientId, () -> new ClientCertificate(certificateId));
        }
    }
}
