package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.values.Admission;
import io.jenkins.plugins.intune.values.Checked;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import jenkins.model.Jenkins;

/**
 * Opens certificates for forms: that can take two seconds and tens of megabytes, and everybody has a form for certificates of
 * their own. Thread-safe; a thread waits for its turn.
 */
final class CertificateForms {

    private static final Admission PLACES = new Admission(2, 10, Duration.ofSeconds(5));

    private CertificateForms() {}

    /**
     * Opens a certificate.
     *
     * @param field what is named if too many are open
     */
    static CertificateProof open(String field, Checked<CertificateProof> certificate) throws InvalidInputException {
        try (Admission.Place place = PLACES.enter(Jenkins.getAuthentication2().getName())
                .orElseThrow(() -> new InvalidInputException(field, Messages.CertificateForms_busy()))) {
            return certificate.get();
        }
    }
}
