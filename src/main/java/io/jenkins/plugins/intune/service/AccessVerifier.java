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
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.verify.Finding;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Runs <em>Verify</em> and <em>Test</em> for forms, and shows what they found. */
@Extension
@Restricted(NoExternalUse.class)
public final class AccessVerifier implements AppVerifier, DeviceTester {

    @Override
    public FormValidation verify(AppCredential app) throws InvalidInputException {
        return shown(app, null);
    }

    @Override
    public FormValidation test(
            CredentialPlace place, @CheckForNull String credentialsId, @CheckForNull DeviceTarget device)
            throws InvalidInputException {
        CredentialLookup lookup = CredentialLookup.in(place);
        return shown(AppCredentials.find(RequestInput.orDefault(credentialsId), lookup), device);
    }

    private static FormValidation shown(AppCredential app, @CheckForNull DeviceTarget device)
            throws InvalidInputException {
        List<Finding> findings = RemoteAssistanceService.get()
                .verification(app, device)
                .run()
                .join()
                .get();
        return FormValidation.aggregate(
                findings.stream().map(AccessVerifier::shown).toList());
    }

    private static FormValidation shown(Finding finding) {
        return switch (finding.level()) {
            case RIGHT -> FormValidation.ok(finding.text());
            case WARNING -> FormValidation.warning(finding.text());
            case WRONG -> FormValidation.error(finding.text());
        };
    }
}
