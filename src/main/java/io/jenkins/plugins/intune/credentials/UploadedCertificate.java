package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.SecretBytes;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.entra.KeyMaterial;
import io.jenkins.plugins.intune.form.AsPosted;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;
import jakarta.servlet.ServletException;
import java.io.IOError;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import net.sf.json.JSONObject;
import org.apache.commons.fileupload2.core.FileItem;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** A certificate and its key in a file that is stored with the credential: PKCS#12 or PEM. */
public final class UploadedCertificate extends ClientAuthentication {

    private static final long serialVersionUID = 1L;

    private static final String FIELD = "certificate";

    private final SecretBytes certificate;
    private final Secret password;

    /**
     * @param certificate the file
     * @param password opens the file or the key in it; {@code null} or empty for none
     * @throws RefusedForm if the file is too large, or the password what a form shows in place of a stored one. If {@link
     *     DescriptorImpl#newInstance} throws, Jenkins continues without it, which would silently keep the file of before; not
     *     so if a constructor throws.
     */
    @DataBoundConstructor
    public UploadedCertificate(@CheckForNull SecretBytes certificate, @CheckForNull Secret password) {
        try {
            KeyMaterial.requireSize(FIELD, certificate == null ? 0 : certificate.getPlainData().length);
        } catch (InvalidInputException tooLarge) {
            throw new RefusedForm(tooLarge.getMessage());
        }
        HiddenSecrets.refuseForm(password);
        this.certificate = certificate;
        this.password = password;
    }

    /** The file, encrypted. */
    @CheckForNull
    public SecretBytes getCertificate() {
        return certificate;
    }

    /** What opens the file or the key in it. */
    @CheckForNull
    public Secret getPassword() {
        return password;
    }

    /** A description of the stored file, or what is wrong with it, for the form. */
    public String getSummary() {
        try {
            return opened(certificate, password).describe();
        } catch (InvalidInputException wrong) {
            return wrong.problem();
        }
    }

    @Override
    void requireSecret() throws InvalidInputException {
        if (certificate == null || certificate.getPlainData().length == 0) {
            throw new InvalidInputException(FIELD, Messages.UploadedCertificate_none());
        }
    }

    @Override
    CertificateProof proof(ReferenceLookup references) throws InvalidInputException {
        requireSecret();
        Instant now = Instant.now();
        return OpenedCertificate.of(this, now, () -> proof(certificate, password, now));
    }

    private static CertificateProof proof(SecretBytes certificate, Secret password, Instant now)
            throws InvalidInputException {
        byte[] file = SecretBytes.getPlainData(certificate);
        if (file == null || file.length == 0) {
            throw new InvalidInputException(FIELD, Messages.UploadedCertificate_none());
        }
        return KeyMaterial.ofFile(FIELD, file, Secret.toString(password), now).require(FIELD, now);
    }

    /** The same for a form. */
    private static CertificateProof opened(SecretBytes certificate, Secret password) throws InvalidInputException {
        return CertificateForms.open(FIELD, () -> proof(certificate, password, Instant.now()));
    }

    private boolean holds(SecretBytes other) {
        return certificate != null && MessageDigest.isEqual(certificate.getPlainData(), other.getPlainData());
    }

    /** Offers uploaded certificates as {@code uploadedCertificate}. */
    @Extension(ordinal = 80)
    @Symbol("uploadedCertificate")
    public static final class DescriptorImpl extends AuthenticationDescriptor {

        /** The form's field for a new file, which takes the place of the stored one. */
        private static final String UPLOAD = "upload";

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.UploadedCertificate_displayName();
        }

        /** What the form has of the stored file, so that it can be saved again without a new one. */
        public String shown(@CheckForNull UploadedCertificate stored) {
            return stored == null || stored.certificate == null ? "" : HiddenSecrets.shown(stored.certificate);
        }

        @Override
        public AppAuthentication newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form)
                throws FormException {
            if (request != null && form.has(UPLOAD)) {
                try {
                    FileItem<?> file = request.getFileItem2(form.getString(UPLOAD));
                    if (file != null && file.getSize() > 0) {
                        // Enough for the constructor to see that it is too large.
                        byte[] start = file.getInputStream().readNBytes(KeyMaterial.MAX_BYTES + 1);
                        form.element(FIELD, Base64.getEncoder().encodeToString(start));
                    }
                } catch (ServletException | IOException broken) {
                    // Anything but an error would not be shown.
                    throw new IOError(broken);
                }
            }
            if (HiddenSecrets.isShown(form.optString(FIELD))) {
                // The constructor refuses what was shown for a password, and its reason is told.
                form.element("password", form.optString(FIELD));
            }
            return super.newInstance(request, form);
        }

        /** Checks that the password opens the stored file, and that the certificate in it does not expire soon. */
        @POST
        public FormValidation doCheckPassword(
                @PlaceInPath CredentialPlace place, @AsPosted String value, @AsPosted String certificate) {
            SecretBytes stored = SecretBytes.fromString(Util.fixNull(certificate));
            return FormChecks.adviseInCredential(place, () -> {
                Secret typed = Secret.fromString(Util.fixNull(value));
                HiddenSecrets.refuse("password", typed);
                // Of anything else it would tell whoever has only seen how it is encrypted what it is.
                boolean tells = stored.getPlainData().length > 0
                        && StoredSecrets.isStored(place, way -> isOf(way, stored, value));
                return tells ? opened(stored, typed).warnings(Instant.now()) : List.of();
            });
        }

        /** Tries the stored file out; one that is not stored yet is not sent by this button. */
        @POST
        public FormValidation doVerify(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String cloud,
                @QueryParameter String tenantId,
                @QueryParameter String clientId,
                @AsPosted String certificate,
                @AsPosted String password) {
            return verify(place, cloud, tenantId, clientId, () -> {
                HiddenSecrets.refuse(FIELD, Secret.fromString(Util.fixNull(certificate)));
                SecretBytes stored = SecretBytes.fromString(Util.fixNull(certificate));
                if (stored.getPlainData().length == 0) {
                    throw new InvalidInputException(FIELD, Messages.UploadedCertificate_saveFirst());
                }
                StoredSecrets.requireHome(place, cloud, way -> isOf(way, stored, password));
                Secret typed = Secret.fromString(Util.fixNull(password));
                HiddenSecrets.refuse("password", typed);
                return new UploadedCertificate(stored, typed);
            });
        }

        /** Whether a stored certificate is that of a form, and so is its password, unless that was typed. */
        private static boolean isOf(AppAuthentication way, SecretBytes certificate, @CheckForNull String password) {
            Secret encrypted = Secret.decrypt(password);
            return way instanceof UploadedCertificate stored
                    && stored.holds(certificate)
                    && (encrypted == null || encrypted.equals(stored.password));
        }
    }
}
