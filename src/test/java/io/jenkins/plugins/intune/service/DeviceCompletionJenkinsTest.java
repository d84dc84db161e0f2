package io.jenkins.plugins.intune.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.DeviceLists.searches;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.Permission;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.device.ByDeviceName;
import io.jenkins.plugins.intune.device.BySerialNumber;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Names and serial numbers are completed for those who may configure the job, soon or not at all. */
@WithJenkins
class DeviceCompletionJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        job = rule.createFreeStyleProject("job");
        answer(list(1, 3));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void answer(ResponseDefinitionBuilder answer) {
        standIn.stub(search().willReturn(answer));
    }

    private List<String> names(String typed) {
        return jenkins.jenkins
                .getDescriptorByType(ByDeviceName.DescriptorImpl.class)
                .doAutoCompleteDeviceName(CredentialPlace.of(job), typed, "intune-app")
                .getValues();
    }

    @Test
    void somebodyWhoTypesWithoutEndIsNotHelpedAnyMore() {
        for (int i = 0; i < 70; i++) {
            names("LAP");
        }

        assertTrue(filters(standIn).size() < 70, () -> filters(standIn).size() + " look-ups");
        assertEquals(List.of(), names("LAP"));
    }

    @Test
    void namesAndSerialNumbersAreCompleted() {
        assertEquals(List.of("LAPTOP-1", "LAPTOP-2", "LAPTOP-3"), names(" LAP"));
        assertEquals(
                List.of("SN-1", "SN-2", "SN-3"),
                jenkins.jenkins
                        .getDescriptorByType(BySerialNumber.DescriptorImpl.class)
                        .doAutoCompleteSerialNumber(CredentialPlace.of(job), "sn", "intune-app")
                        .getValues());

        assertEquals(List.of("startsWith(deviceName,'LAP')", "startsWith(serialNumber,'sn')"), filters(standIn));
        assertEquals(1, standIn.tokenRequests().size(), "the token is kept");
    }

    @Test
    void tenAreOfferedAtMostAndEachOnce() {
        answer(list(1, 30));
        assertEquals(10, names("LAP").size());

        String same = "{\"id\":\"7f1c2a44-1d0e-4b5f-9a86-00000000000%d\",\"deviceName\":\"SAME\"}";
        answer(aResponse()
                .withStatus(200)
                .withBody("{\"value\":[" + same.formatted(1) + "," + same.formatted(2) + "]}"));
        assertEquals(List.of("SAME"), names("SA"));
    }

    @Test
    void nobodyIsAskedForNothing() {
        assertEquals(List.of(), names(null));
        assertEquals(List.of(), names("L "));
        assertEquals(List.of(), names("${NAME}"));
        assertEquals(List.of(), names("a\u0000b"));
        assertEquals(0, standIn.requests());
    }

    @Test
    void whatGoesWrongIsNoErrorHere() throws Exception {
        answer(error(403, "Forbidden", "No."));
        assertEquals(List.of(), names("LAP"));

        assertEquals(
                List.of(),
                jenkins.jenkins
                        .getDescriptorByType(ByDeviceName.DescriptorImpl.class)
                        .doAutoCompleteDeviceName(CredentialPlace.of(job), "LAP", "no-such")
                        .getValues());
    }

    @Test
    void whatTakesTooLongIsLeftOut() {
        answer(list(1, 3).withFixedDelay(20_000));
        Instant begin = Instant.now();

        assertEquals(List.of(), names("LAP"));

        Duration taken = Duration.between(begin, Instant.now());
        assertTrue(taken.compareTo(Duration.ofSeconds(6)) < 0, taken::toString);
    }

    @Test
    void onlyWhoMayConfigureTheJobIsAnswered() throws Exception {
        Item.EXTENDED_READ.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                grant(grant(new MockAuthorizationStrategy(), "reader", Item.EXTENDED_READ), "author", Item.CONFIGURE));
        jenkins.jenkins.setCrumbIssuer(null);

        HttpResponse<String> answered = complete("job/job/", "author");
        assertEquals(List.of("LAPTOP-1", "LAPTOP-2", "LAPTOP-3"), suggestions(answered), answered::body);

        int asked = standIn.requests();
        assertEquals(403, complete("job/job/", "reader").statusCode());
        assertEquals(403, complete("", "author").statusCode(), "outside of a job it is for administrators");
        assertEquals(asked, standIn.requests());
    }

    private static MockAuthorizationStrategy grant(MockAuthorizationStrategy strategy, String user, Permission more) {
        strategy.grant(Stream.of(Jenkins.READ, Item.READ, more).toArray(Permission[]::new))
                .everywhere()
                .to(user);
        return strategy;
    }

    private HttpResponse<String> complete(String place, String user) throws Exception {
        String descriptor = jenkins.jenkins
                .getDescriptorByType(ByDeviceName.DescriptorImpl.class)
                .getDescriptorUrl();
        String form = IntuneJenkinsFixture.form(Map.of("value", "LAP", "credentialsId", "intune-app"));
        return client.send(
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + place + descriptor + "/autoCompleteDeviceName"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", IntuneJenkinsFixture.login(user))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** As the browser reads them. */
    private static List<String> suggestions(HttpResponse<String> response) {
        assertEquals(200, response.statusCode());
        return Pattern.compile("\"name\":\"([^\"]*)\"")
                .matcher(response.body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void whoTypesIsHelpedWithTheCredentialOfTheForm() throws Exception {
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setCredentialsId("intune-app");
        builder.setDevice(new BySerialNumber("x"));
        job.getBuildersList().add(builder);

        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job, "configure");
            HtmlInput input = page.getFirstByXPath("//input[@name='_.serialNumber']");
            assertTrue(input.getAttribute("class").contains("auto-complete"), input::asXml);
            input.setValue("");
            input.type("SN-");
            browser.waitForBackgroundJavaScript(20_000);

            assertTrue(
                    filters(standIn).contains("startsWith(serialNumber,'SN-')"),
                    () -> filters(standIn).toString());
            assertEquals("Bearer " + StandIn.TOKEN, searches(standIn).get(0).getHeader("Authorization"));
        }
    }
}
