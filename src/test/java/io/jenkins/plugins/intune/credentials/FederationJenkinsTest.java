package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.device.ByDeviceName;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.oidc_provider.IdTokenStringCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** No secret at all: ID tokens that the OpenID Connect Provider plugin makes for each build. */
@WithJenkins
class FederationJenkinsTest {

    @Test
    void everyBuildProvesItselfWithAnIdTokenOfItsOwn(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.useStandIn(standIn);
            standIn.answerAction(accepted());
            IdTokenStringCredentials token = new IdTokenStringCredentials(CredentialsScope.GLOBAL, "id-token", "");
            token.setAudience("api://AzureADTokenExchange");
            IntuneJenkinsFixture.store(jenkins.jenkins, token);
            EntraAppCredentials app = new EntraAppCredentials(
                    CredentialsScope.GLOBAL, "app", "", TENANT, CLIENT, new FederatedToken("id-token"));
            app.setCloud("custom");
            IntuneJenkinsFixture.store(jenkins.jenkins, app);
            WorkflowJob one = job(jenkins.createProject(Folder.class, "team"), "one");
            WorkflowJob two = job(jenkins.createProject(Folder.class, "other"), "two");

            jenkins.buildAndAssertStatus(Result.SUCCESS, one);
            jenkins.buildAndAssertStatus(Result.SUCCESS, one);
            jenkins.buildAndAssertStatus(Result.SUCCESS, two);

            assertEquals(3, standIn.tokenRequests().size(), "no build uses what another one was given");
            JSONObject claims = claims(standIn, 0);
            assertEquals(jenkins.getURL() + "oidc", claims.getString("iss"));
            assertEquals(one.getAbsoluteUrl(), claims.getString("sub"));
            assertEquals(
                    "api://AzureADTokenExchange", claims.getJSONArray("aud").getString(0));
            assertEquals(1, claims.getInt("build_number"));
            assertEquals(2, claims(standIn, 1).getInt("build_number"));
            assertEquals(two.getAbsoluteUrl(), claims(standIn, 2).getString("sub"));
            assertNotEquals(one.getAbsoluteUrl(), two.getAbsoluteUrl());
        }
    }

    @Test
    void aFormOfAJobThatWasReadAnewGetsANewToken(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.useStandIn(standIn);
            IntuneJenkinsFixture.store(
                    jenkins.jenkins,
                    new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, "id-token", "", Secret.fromString(IdTokens.withRoles("any"))));
            EntraAppCredentials app = new EntraAppCredentials(
                    CredentialsScope.GLOBAL, "app", "", TENANT, CLIENT, new FederatedToken("id-token"));
            app.setCloud("custom");
            IntuneJenkinsFixture.store(jenkins.jenkins, app);
            jenkins.createFreeStyleProject("job");
            standIn.inTurn(search(), list(1, 2), error(401, "InvalidAuthenticationToken", "Expired."), list(1, 2));
            assertEquals(List.of("LAPTOP-1", "LAPTOP-2"), names(jenkins));

            jenkins.jenkins.reload();

            assertEquals(List.of("LAPTOP-1", "LAPTOP-2"), names(jenkins));
        }
    }

    private static List<String> names(JenkinsRule jenkins) {
        return jenkins.jenkins
                .getDescriptorByType(ByDeviceName.DescriptorImpl.class)
                .doAutoCompleteDeviceName(CredentialPlace.of(jenkins.jenkins.getItem("job")), "LAP", "app")
                .getValues();
    }

    /** Two steps, so that the second one can use the token of the first. */
    private static WorkflowJob job(Folder folder, String name) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, name);
        String step = "requestRemoteAssistance credentialsId: 'app', deviceId: '" + DEVICE + "'\n";
        job.setDefinition(new CpsFlowDefinition(step + step, true));
        return job;
    }

    private static JSONObject claims(StandIn standIn, int request) {
        Matcher assertion = Pattern.compile("client_assertion=[^.&]+\\.([^.&]+)\\.")
                .matcher(standIn.tokenForms().get(request));
        if (!assertion.find()) {
            throw new AssertionError("no ID token was sent");
        }
        return JSONObject.fromObject(
                new String(Base64.getUrlDecoder().decode(assertion.group(1)), StandardCharsets.UTF_8));
    }
}
