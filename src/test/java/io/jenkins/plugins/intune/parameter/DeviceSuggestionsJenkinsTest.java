package io.jenkins.plugins.intune.parameter;

import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.parameter;
import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.with;
import static io.jenkins.plugins.intune.standin.DeviceLists.called;
import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Language;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may start a build sees the devices that its parameter permits, a few at a time, and nobody else sees any. */
@WithJenkins
class DeviceSuggestionsJenkinsTest {

    private static final String NONE_YET =
            "No device that can be chosen was found that begins with \"LAP\". Type more characters.";

    private static final String SUGGEST =
            "descriptorByName/" + IntuneDeviceParameterDefinition.class.getName() + "/suggest";

    private Language spoken;
    private final StandIn standIn = StandIn.start();
    private ParameterJenkinsFixture fixture;
    private FreeStyleProject job;
    private FreeStyleProject other;
    private MockAuthorizationStrategy users;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        fixture = new ParameterJenkinsFixture(rule);
        Folder folder = rule.createProject(Folder.class, "team");
        IntuneJenkinsFixture.useStandIn(standIn);
        // A credential that only the folder's jobs have.
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app(IntuneJenkinsFixture.CREDENTIAL));
        job = with(folder.createProject(FreeStyleProject.class, "job"), parameter());
        other = with(folder.createProject(FreeStyleProject.class, "other"), parameter());
        users = IntuneJenkinsFixture.secure(rule);
        users.grant(Jenkins.READ).everywhere().to("starter", "busy");
        users.grant(Item.READ, Item.BUILD).onItems(job).to("starter", "busy");
        users.grant(Item.READ).onItems(other, folder).to("starter", "busy");
        User.getById("starter", true);
        rule.jenkins.setCrumbIssuer(null);
        standIn.stub(search().willReturn(list(1, 3)));
        spoken = IntuneJenkinsFixture.speakTheBrowsersLanguage();
    }

    @AfterEach
    void close() {
        spoken.close();
        standIn.close();
    }

    private HttpResponse<String> send(String place, String user, String language, String typed) throws Exception {
        return fixture.post(place + SUGGEST, user, language, Map.of("parameter", "D", "typed", typed));
    }

    private Map<String, Object> suggest(String typed) throws Exception {
        return suggest(typed, "en");
    }

    /** Searches again if a busy machine was too slow for somebody who types. */
    private Map<String, Object> suggest(String typed, String language) throws Exception {
        Map<String, Object> found = suggestOnce(typed, language);
        for (int i = 0; i < 5 && found.get("message").toString().matches(".*(does not answer|没有响应).*"); i++) {
            found = suggestOnce(typed, language);
        }
        return found;
    }

    private Map<String, Object> suggestOnce(String typed, String language) throws Exception {
        HttpResponse<String> answer = send(job.getUrl(), "starter", language, typed);
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.object(answer.body()).orElseThrow();
    }

    private static List<String> names(Map<String, Object> suggestions) {
        return Json.list(suggestions, "devices").orElseThrow().stream()
                .map(device -> (String) ((Map<?, ?>) device).get("name"))
                .toList();
    }

    private String message(String typed) throws Exception {
        return (String) suggest(typed).get("message");
    }

    @Test
    void nameSerialNumberAndUserAreSearchedAndEachDeviceIsShownOnce() throws Exception {
        Map<String, Object> found = suggest("lap");

        assertEquals(List.of("LAPTOP-1", "LAPTOP-2", "LAPTOP-3"), names(found));
        assertEquals("Devices found: 3.", found.get("message"));
        assertEquals(
                Map.of("id", id(1), "name", "LAPTOP-1", "serialNumber", "SN-1", "user", "anna1@contoso.com"),
                Json.list(found, "devices").orElseThrow().get(0));
        assertEquals(
                Set.of(
                        "startsWith(serialNumber,'lap')",
                        "startsWith(deviceName,'lap')",
                        "startsWith(userPrincipalName,'lap')"),
                Set.copyOf(filters(standIn)));
        assertEquals(List.of("LAPTOP-1", "LAPTOP-2", "LAPTOP-3"), names(suggest("anna")));
        assertEquals(1, standIn.tokenRequests().size(), "the token is kept");
    }

    @Test
    void aQuoteEndsNoFilter() throws Exception {
        suggest("o'neil");
        assertTrue(
                filters(standIn).contains("startsWith(deviceName,'o''neil')"),
                () -> filters(standIn).toString());
    }

    @Test
    void twentyAreShownAtMost() throws Exception {
        standIn.stub(search().willReturn(list(1, 50)));
        Map<String, Object> found = suggest("LAP");
        assertEquals(20, names(found).size());
        assertEquals("Only 20 of the devices are shown. Type more characters.", found.get("message"));
    }

    @Test
    void thePrefixAndThePropertiesAreTheJobsAndNobodyElses() throws Exception {
        IntuneDeviceParameterDefinition kiosks = parameter();
        kiosks.setNamePrefix("KIOSK-");
        kiosks.setBy(List.of("deviceName", "serialNumber"));
        with(job, kiosks);

        assertEquals(List.of(), names(suggest("LAP")), "whatever Graph sends");
        assertEquals(NONE_YET, message("LAP"));
        standIn.stub(search().willReturn(page(standIn.root() + "/more", 1, 2)));
        assertEquals(NONE_YET, message("LAP"), "there are more that cannot be chosen, and nobody is told");
        assertEquals(
                Set.of("startsWith(serialNumber,'LAP')", "startsWith(deviceName,'KIOSK-LAP')"),
                Set.copyOf(filters(standIn)));

        standIn.stub(search().willReturn(called("KIOSK-7", 1, 2)));
        HttpResponse<String> asked = fixture.post(
                job.getUrl() + SUGGEST,
                "starter",
                "en",
                Map.of(
                        "parameter",
                        "D",
                        "typed",
                        "kio",
                        "namePrefix",
                        "",
                        "by",
                        "userPrincipalName",
                        "credentialsId",
                        "x"));
        assertEquals(
                List.of("KIOSK-7", "KIOSK-7"), names(Json.object(asked.body()).orElseThrow()));
    }

    @Test
    void onlyWhoMayStartThisVeryJobSeesAny() throws Exception {
        assertEquals(200, send(job.getUrl(), "starter", "en", "LAP").statusCode());
        standIn.forget();
        for (String place : List.of(
                "job/team/",
                "",
                "view/all/",
                "user/starter/",
                "user/starter/my-views/view/all/",
                "computer/(built-in)/",
                "job/team/view/All/")) {
            assertEquals(403, send(place, "starter", "en", "LAP").statusCode(), place);
            assertEquals(403, send(place, "admin", "en", "LAP").statusCode(), place);
        }
        assertEquals(403, send(other.getUrl(), "starter", "en", "LAP").statusCode());
        assertEquals(403, send(job.getUrl(), "reader", "en", "LAP").statusCode());
        assertEquals(0, standIn.requests());
    }

    @Test
    void aParameterThatTheJobDoesNotHaveHasNoDevices() throws Exception {
        HttpResponse<String> answer =
                fixture.post(job.getUrl() + SUGGEST, "starter", "en", Map.of("parameter", "X", "typed", "LAP"));
        assertEquals(List.of(), names(Json.object(answer.body()).orElseThrow()));
        assertEquals(0, standIn.requests());
    }

    @Test
    void tooFewCharactersAskNobody() throws Exception {
        assertEquals("Type 3 characters or more.", message("LA"));
        assertEquals(0, standIn.requests());
    }

    @Test
    void whyThereAreNoneIsSaidInTheReadersLanguage() throws Exception {
        standIn.stub(search().willReturn(list(1, 0)));
        assertEquals("没有以“LAP”开头的可选设备。", suggest("LAP", "zh-CN").get("message"));
        standIn.stub(search().willReturn(graphSays(429).withHeader("Retry-After", "60")));
        assertEquals(
                "Microsoft Graph 正忙，或者此应用有太多请求正在等待。请一分钟后再试。",
                suggest("LAP", "zh-CN").get("message"));
        assertEquals(
                "Microsoft Graph is busy, or too many requests of this app are waiting for it. Try again in a minute.",
                message("LAP"));
    }

    @Test
    void whatIsWrongWithTheAppIsNotForWhoStartsBuilds() throws Exception {
        standIn.stub(search().willReturn(error(403, "Forbidden", "Secret words.")));
        assertTrue(message("LAP").contains("may not read them"), message("LAP"));
        standIn.stub(search().willReturn(error(400, "BadRequest", "Secret words.")));
        assertEquals("Microsoft Graph refused the look-up. The reason is in the log of Jenkins.", message("LAP"));
    }

    @Test
    void aCredentialThatCannotBeUsedIsNotNamed() throws Exception {
        standIn.stub(tokenRequest().willReturn(refusal(401, 7000222, "Expired.")));
        String expired = message("LAP");
        assertTrue(expired.contains("credential cannot be used") && !expired.contains("AADSTS"), expired);

        IntuneDeviceParameterDefinition missing = parameter();
        missing.setCredentialsId("no-such-app");
        with(job, missing);
        assertEquals(expired, message("LAP"));
    }

    @Test
    void whoeverTypesIsNotKeptWaiting() throws Exception {
        standIn.stub(search().willReturn(list(1, 1).withFixedDelay(60_000)));
        long begin = System.nanoTime();
        assertEquals(
                "Microsoft Graph does not answer. Try again in a moment.",
                suggestOnce("LAP", "en").get("message"));
        assertTrue(System.nanoTime() - begin < 20_000_000_000L);
    }

    @Test
    void somebodyLooksUpSoManyInAMinute() throws Exception {
        String last = "";
        for (int i = 0; i < 70; i++) {
            last = send(job.getUrl(), "busy", "en", "LAP").body();
        }
        assertTrue(last.contains("Too many look-ups within a minute."), last);
        String refused = send(job.getUrl(), "busy", "en", "L").body();
        assertTrue(refused.contains("Too many look-ups within a minute."), "what is refused counts, too: " + refused);
        assertEquals(
                400,
                fixture.post(job.getUrl() + "buildWithParameters", "busy", "en", Map.of("D", "serialNumber: SN-1"))
                        .statusCode());
        assertFalse(names(suggest("LAP")).isEmpty(), "nobody else is held up");
        String filters = filters(standIn).stream().collect(Collectors.joining());
        assertFalse(filters.contains(" eq "), filters);
    }

    /** The Snippet Generator reads the parameters of a {@code build} step, in the name of whoever may read the job. */
    @Test
    void whoMayNotStartBuildsFindsNothingByTheSnippetGenerator() throws Exception {
        WorkflowJob pipeline = fixture.pipeline(parameter());
        Item.EXTENDED_READ.setEnabled(true);
        users.grant(Item.READ, Item.EXTENDED_READ).onItems(pipeline).to("starter");
        String step = "org.jenkinsci.plugins.workflow.support.steps.build.BuildTriggerStep";
        String json = Json.write(Map.of(
                "stapler-class",
                step,
                "$class",
                step,
                "job",
                pipeline.getFullName(),
                "parameter",
                List.of(Map.of("name", "D", "value", "serialNumber: SN-1"))));

        pipeline.scheduleBuild2(0).get();
        for (String place : List.of("", "1/parent/")) {
            HttpResponse<String> answer = fixture.post(
                    pipeline.getUrl() + place + "pipeline-syntax/generateSnippet",
                    "starter",
                    "en",
                    Map.of("json", json));

            assertFalse(answer.body().contains(id(1)), answer::body);
            assertTrue(place.isEmpty() ? answer.body().contains("SN-1") : answer.statusCode() != 404, answer::body);
        }
        assertEquals(List.of(), filters(standIn));
    }
}
