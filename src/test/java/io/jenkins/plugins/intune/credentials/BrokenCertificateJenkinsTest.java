package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.model.Result;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.standin.StandIn;
import java.security.KeyStore;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Certificates of other plugins whose content cannot be read. */
@WithJenkins
class BrokenCertificateJenkinsTest {

    /** A certificate that is kept elsewhere. */
    public static final class Remote extends BaseStandardCredentials implements StandardCertificateCredentials {

        private static final long serialVersionUID = 1L;

        private final String failure;

        /** @param failure what the other side says, or {@code null} if it gives nothing */
        public Remote(String id, String failure) {
            super(CredentialsScope.GLOBAL, id, "");
            this.failure = failure;
        }

        @Override
        public KeyStore getKeyStore() {
            if (failure == null) {
                return null;
            }
            throw new IllegalStateException(failure);
        }

        @Override
        public Secret getPassword() {
            return Secret.fromString("");
        }

        /** Made by Jenkins. */
        @TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }

    @Test
    void aSentenceNamesTheFieldAndTheCredential(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.useStandIn(standIn);
            Folder folder = jenkins.createProject(Folder.class, "team");
            for (String id : new String[] {"sealed", "empty"}) {
                IntuneJenkinsFixture.store(folder, new Remote(id, id.equals("sealed") ? "the vault is sealed" : null));
                EntraAppCredentials app = new EntraAppCredentials(
                        CredentialsScope.GLOBAL, "app-" + id, "", TENANT, CLIENT, new ClientCertificate(id));
                app.setCloud("custom");
                IntuneJenkinsFixture.store(folder, app);
            }
            ClientCertificate.DescriptorImpl form =
                    jenkins.jenkins.getDescriptorByType(ClientCertificate.DescriptorImpl.class);

            FormValidation checked = form.doCheckCertificateId(CredentialPlace.of(folder), "sealed");
            assertEquals(FormValidation.Kind.ERROR, checked.kind);
            assertTrue(checked.getMessage().contains("the vault is sealed"), checked.getMessage());
            FormValidation verified = form.doVerify(CredentialPlace.of(folder), "custom", TENANT, CLIENT, "empty");
            assertTrue(
                    verified.getMessage().startsWith("Certificate: The credential &quot;empty&quot;")
                            || verified.getMessage().startsWith("Certificate: The credential \"empty\""),
                    verified.getMessage());

            WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance credentialsId: 'app-sealed', deviceId: '" + DEVICE + "'", true));
            String log = JenkinsRule.getLog(jenkins.buildAndAssertStatus(Result.FAILURE, job));
            assertTrue(log.contains("certificateId: The credential \"sealed\" was found, but"), log);
            assertFalse(log.contains("IllegalStateException"), log);
            assertEquals(0, standIn.requests());
        }
    }
}
