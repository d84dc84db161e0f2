package io.jenkins.plugins.intune.device;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.model.Item;
import hudson.model.User;
import hudson.scm.NullSCM;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.scm.impl.SingleSCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.access.AccessDeniedException;

/** The Snippet Generator of a branch, where nobody has the permission to configure. */
@WithJenkins
class MultibranchJenkinsTest {

    @Test
    void whoMayConfigureTheProjectCanTestAndCompleteOnABranch(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.stub(tokenRequest()
                    .willReturn(
                            StandIn.token(IdTokens.withRoles("DeviceManagementManagedDevices.ReadWrite.All"), 3599)));
            standIn.stub(get(urlPathMatching("/v1\\.0/deviceManagement/managedDevices"))
                    .willReturn(aResponse()
                            .withStatus(200)
                            .withBody("{\"value\":[{\"id\":\"" + DEVICE + "\",\"deviceName\":\"LAPTOP-1\"}]}")));
            standIn.stub(get(urlPathMatching("/v1\\.0/deviceManagement/managedDevices/" + DEVICE))
                    .willReturn(aResponse()
                            .withStatus(200)
                            .withBody("{\"id\":\"" + DEVICE + "\",\"deviceName\":\"LAPTOP-1\"}")));
            IntuneJenkinsFixture.secure(jenkins)
                    .grant(Item.CONFIGURE)
                    .everywhere()
                    .to("supporter");
            WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "project");
            project.getSourcesList().add(new BranchSource(new SingleSCMSource("main", new NullSCM())));
            project.scheduleBuild2(0).getFuture().get();
            WorkflowJob branch = project.getItem("main");
            CredentialPlace place = CredentialPlace.of(branch);
            ManagedDevice.DescriptorImpl device =
                    jenkins.jenkins.getDescriptorByType(ManagedDevice.DescriptorImpl.class);

            try (ACLContext ignored = ACL.as2(User.getById("supporter", true).impersonate2())) {
                assertFalse(branch.hasPermission(Item.CONFIGURE));
                FormValidation said =
                        device.doTest(place, IntuneJenkinsFixture.CREDENTIAL, DEVICE, null, null, null, null, null);
                assertEquals(FormValidation.Kind.OK, said.kind, said::renderHtml);
                assertEquals(
                        List.of("LAPTOP-1"),
                        jenkins.jenkins
                                .getDescriptorByType(ByDeviceName.DescriptorImpl.class)
                                .doAutoCompleteDeviceName(place, "LAP", IntuneJenkinsFixture.CREDENTIAL)
                                .getValues());
                assertEquals(
                        List.of("", IntuneJenkinsFixture.CREDENTIAL),
                        jenkins
                                .jenkins
                                .getDescriptorByType(RequestRemoteAssistanceStep.DescriptorImpl.class)
                                .doFillCredentialsIdItems(place, "")
                                .stream()
                                .map(option -> option.value)
                                .toList());
            }
            try (ACLContext ignored = ACL.as2(User.getById("reader", true).impersonate2())) {
                assertThrows(
                        AccessDeniedException.class,
                        () -> device.doTest(
                                place, IntuneJenkinsFixture.CREDENTIAL, DEVICE, null, null, null, null, null));
            }
        }
    }
}
