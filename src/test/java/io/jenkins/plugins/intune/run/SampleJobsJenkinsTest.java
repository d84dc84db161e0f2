package io.jenkins.plugins.intune.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The jobs that {@code bin/run jenkins} offers do what their descriptions say. */
@WithJenkins
class SampleJobsJenkinsTest {

    @TempDir
    private Path home;

    private final StandIn standIn = SampleDevices.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SampleHome.write(home, standIn.root(), jenkins.getURL().toURI());
        IntuneJenkinsFixture.useStandIn(standIn);
        ConfigurationAsCode.get().configure(home.resolve("jenkins.yaml").toString());
        for (Path folder : folders()) {
            try (InputStream xml = Files.newInputStream(folder.resolve("config.xml"))) {
                jenkins.jenkins.createProjectFromXML(folder.getFileName().toString(), xml);
            }
        }
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void eachEndsAsItSaysThoughAllRunTogether() throws Exception {
        // What a new Jenkins loads for its first request must not make the one late that waits for a short time only.
        started(jenkins.jenkins.getItemByFullName("pipeline-accepted", Job.class))
                .get();
        Map<String, Future<? extends Run<?, ?>>> started = new TreeMap<>();
        for (Job<?, ?> job : jenkins.jenkins.getAllItems(Job.class)) {
            started.put(job.getName(), started(job));
        }
        Map<String, Result> ended = new TreeMap<>();
        for (Map.Entry<String, Future<? extends Run<?, ?>>> each : started.entrySet()) {
            ended.put(each.getKey(), each.getValue().get().getResult());
        }

        assertEquals(expected(), ended);
        assertLastLogContains("pipeline-fleet", "Accepted 4 of 5");
        assertLastLogContains("pipeline-accepted", "Accepted as 5a9cb2a8-0000-4000-8000-00000000beef in ");
        assertLastLogContains("pipeline-silent", "Accepted, although no answer came");
        assertLastLogContains("pipeline-with-parameter", "Chosen: KIOSK-1 of anna21@contoso.com");
    }

    @Test
    void theDeviceOfABuildIsFoundByTheBeginningsOfItsNameItsSerialNumberAndItsUser() throws Exception {
        assertEquals(Set.of("KIOSK-1", "KIOSK-2", "KIOSK-3"), suggested("kio"));
        assertEquals(Set.of("KIOSK-3"), suggested("SN-23"));
        assertEquals(Set.of("LAPTOP-6"), suggested("anna6@"));
        assertEquals(Set.of(), suggested("nobody"));

        for (String lookUp :
                List.of("deviceName: kiosk-3", "serialNumber: SN-23", "userPrincipalName: anna23@contoso.com")) {
            send("buildWithParameters", Map.of("DEVICE", lookUp));
            jenkins.waitUntilNoActivity();
            jenkins.assertBuildStatusSuccess(parameterJob().getLastBuild());
            assertLastLogContains("pipeline-with-parameter", "Chosen: KIOSK-3 of anna23@contoso.com");
        }
        assertEquals(3, standIn.actions().size());
    }

    @Test
    void theButtonsOfItsFormsFindNothingWrong() {
        CredentialPlace inJenkins = CredentialPlace.jenkins();
        ClientSecret.DescriptorImpl secret = jenkins.jenkins.getDescriptorByType(ClientSecret.DescriptorImpl.class);
        ManagedDevice.DescriptorImpl device = jenkins.jenkins.getDescriptorByType(ManagedDevice.DescriptorImpl.class);
        String id = SampleDevices.idOfOneMore();

        for (FormValidation said : List.of(
                secret.doVerify(inJenkins, "custom", StandIn.TENANT, StandIn.CLIENT, StandIn.SECRET),
                IntuneConfiguration.get().doTest("intune-app"),
                device.doTest(inJenkins, "intune-app", id, null, null, null, null, null))) {
            assertEquals(FormValidation.Kind.OK, said.kind, said.renderHtml());
        }
    }

    private static Future<? extends Run<?, ?>> started(Job<?, ?> job) {
        return (Future<? extends Run<?, ?>>) ((ParameterizedJobMixIn.ParameterizedJob<?, ?>) job).scheduleBuild2(0);
    }

    private void assertLastLogContains(String job, String text) throws Exception {
        jenkins.assertLogContains(
                text, jenkins.jenkins.getItemByFullName(job, Job.class).getLastBuild());
    }

    private Job<?, ?> parameterJob() {
        return jenkins.jenkins.getItemByFullName("pipeline-with-parameter", Job.class);
    }

    /** The names of the devices that the form offers to whoever types. */
    private Set<String> suggested(String typed) throws Exception {
        String form = "descriptorByName/" + IntuneDeviceParameterDefinition.class.getName() + "/suggest";
        String answer = send(form, Map.of("parameter", "DEVICE", "typed", typed));
        return Json.list(Json.object(answer).orElseThrow(), "devices").orElseThrow().stream()
                .map(device -> (String) ((Map<?, ?>) device).get("name"))
                .collect(Collectors.toSet());
    }

    private String send(String path, Map<String, String> form) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            WebRequest request =
                    new WebRequest(new URI(jenkins.getURL() + parameterJob().getUrl() + path).toURL(), HttpMethod.POST);
            request.setRequestParameters(form.entrySet().stream()
                    .map(field -> new NameValuePair(field.getKey(), field.getValue()))
                    .toList());
            return client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
        }
    }

    private List<Path> folders() throws Exception {
        try (Stream<Path> folders = Files.list(home.resolve("jobs"))) {
            return folders.sorted().toList();
        }
    }

    private static Map<String, Result> expected() {
        Map<String, Result> expected = new TreeMap<>();
        for (SampleDevices device : SampleDevices.values()) {
            expected.put(
                    "pipeline-" + device.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    device.isAsked() ? Result.SUCCESS : Result.FAILURE);
        }
        expected.put("pipeline-fleet", Result.UNSTABLE);
        expected.put("pipeline-with-parameter", Result.SUCCESS);
        expected.put("freestyle-with-parameter", Result.SUCCESS);
        return expected;
    }
}
