package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.credentials.AppCredential;
import io.jenkins.plugins.intune.credentials.AppCredentials;
import io.jenkins.plugins.intune.credentials.AppVerifier;
import io.jenkins.plugins.intune.device.DeviceTester;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.settings.RequestInput;
import io.jenkins.plugins.intune.values.Admission;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.LookUpRate;
import io.jenkins.plugins.intune.verify.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Runs <em>Verify</em> and <em>Test</em> for forms, and shows what they found. */
@Extension
@Restricted(NoExternalUse.class)
public final class AccessVerifier implements AppVerifier, DeviceTester {

    /** Most tries of a person in a minute: whoever tries secrets out does so in the name of this controller. */
    private final LookUpRate persons = new LookUpRate(60, System::nanoTime);

    /** Each keeps a thread that serves pages until Entra and Graph have answered, which they may be slow to do. */
    private final Admission places = new Admission(8, 20, Duration.ofSeconds(10));

    @Override
    public FormValidation verify(AppCredential app) throws InvalidInputException {
        return persons.take(Jenkins.getAuthentication2().getName())
                ? shown(app, null)
                : FormValidation.error(Messages.AccessVerifier_busy());
    }

    @Override
    public FormValidation test(
            CredentialPlace place, @CheckForNull String credentialsId, @CheckForNull DeviceTarget device)
            throws InvalidInputException {
        CredentialLookup lookup = CredentialLookup.in(place);
        return shown(AppCredentials.find(RequestInput.orDefault(credentialsId), lookup), device);
    }

    private FormValidation shown(AppCredential app, @CheckForNull DeviceTarget device) throws InvalidInputException {
        Optional<Admission.Place> place =
                places.enter(Jenkins.getAuthentication2().getName());
        if (place.isEmpty()) {
            return FormValidation.error(Messages.AccessVerifier_busy());
        }
        try (Admission.Place taken = place.get()) {
            List<Finding> findings = RemoteAssistanceService.get()
                    .verification(app, device)
                    .run()
                    .join()
                    .get();
            return FormValidation.aggregate(
                    findings.stream().map(AccessVerifier::shown).toList());
        }
    }

    private static FormValidation shown(Finding finding) {
        return switch (finding.level()) {
            case RIGHT -> FormValidation.ok(finding.text());
            case WARNING -> FormValidation.warning(finding.text());
            case WRONG -> FormValidation.error(finding.text());
        };
    }
}
