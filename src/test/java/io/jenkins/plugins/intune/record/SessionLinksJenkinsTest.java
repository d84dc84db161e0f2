package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.links.LinkErasure;
import io.jenkins.plugins.intune.links.MaskingStream;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;
import org.kohsuke.stapler.export.Flavor;
import org.kohsuke.stapler.export.ModelBuilder;

/** How long a session link is kept, and that it is gone from the disk then. */
class SessionLinksJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final String REQUEST = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String OF_FLEET = "33333333-aaaa-4bbb-8ccc-222222222222";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static RequestReport report(Instant acceptedAt) {
        return ReportFixture.of(Outcome.SESSION)
                .device("managed device " + DEVICE, DEVICE, "LAPTOP-7")
                .began(acceptedAt)
                .accepted(acceptedAt)
                .sent(REQUEST, "r", null)
                .link(LINK)
                .report();
    }

    /** A build that remembers a request and a fleet, both with a link since then. */
    private static FreeStyleBuild build(JenkinsRule jenkins, Instant acceptedAt) throws Exception {
        IntuneJenkinsFixture.secure(jenkins);
        User.getById("supporter", true);
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("job"));
        BuildRecords.record(build, "request", report(acceptedAt), Runnable::run);
        Map<String, Object> end = Map.of(
                "clientRequestId",
                OF_FLEET,
                "outcome",
                "SESSION",
                "device",
                "managed device " + DEVICE,
                "startedAt",
                acceptedAt.toEpochMilli(),
                "acceptedAt",
                acceptedAt.toEpochMilli(),
                "attempts",
                1,
                "session",
                SessionLinks.get().encrypt(LINK, acceptedAt));
        IntuneJenkinsFixture.journal(
                FleetFiles.path(build, "fleet"), List.of(Json.write(Map.of("device", 0, "end", end))));
        BuildRecords.record(build, FleetRecord.begun("fleet", 1, false), Runnable::run);
        return build;
    }

    private static FreeStyleBuild loaded(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class).getLastBuild();
    }

    /** Everywhere that a supporter could find the link. */
    private static int placesWithLink(JenkinsRule jenkins, FreeStyleBuild build) throws Exception {
        int places = 0;
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("supporter")) {
            browser.getOptions().setRedirectEnabled(false);
            browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
            for (String path : List.of("api/json?depth=3", "remoteAssistance/1/csv", "remoteAssistance/1/json")) {
                String shown = browser.goTo(build.getUrl() + path, null)
                        .getWebResponse()
                        .getContentAsString();
                assertTrue(shown.contains("LAPTOP-7") || shown.contains(DEVICE), path);
                places += shown.contains(LINK) ? 1 : 0;
            }
            for (String request : List.of(REQUEST, OF_FLEET)) {
                String way = build.getUrl() + "remoteAssistance/session?request=" + request;
                String leads = browser.goTo(way, null).getWebResponse().getResponseHeaderValue("Location");
                places += LINK.equals(leads) ? 1 : 0;
            }
        }
        return places;
    }

    /** As a plugin does that tells a server of each build: it runs as Jenkins itself, and nobody would be noted. */
    @Test
    void whatExportsBuildsAsJenkinsItselfGetsNoLink() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins, Instant.now());
            StringWriter exported = new StringWriter();

            new ModelBuilder()
                    .get(FreeStyleBuild.class)
                    .writeTo(build, 3, Flavor.JSON.createDataWriter(build, exported));

            assertTrue(exported.toString().contains(REQUEST), exported.toString());
            assertFalse(exported.toString().contains(LINK), exported.toString());
        });
    }

    private static void erase() throws Exception {
        Method execute = LinkErasure.class.getDeclaredMethod("execute", TaskListener.class);
        execute.setAccessible(true);
        execute.invoke(ExtensionList.lookupSingleton(LinkErasure.class), TaskListener.NULL);
    }

    @Test
    void afterADayNobodySeesIt() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins, Instant.now().minus(Duration.ofHours(23)));
            assertEquals(5, placesWithLink(jenkins, build));

            IntuneConfiguration.get().setSessionLinkHours(23);

            assertEquals(0, placesWithLink(jenkins, build), "its time is over, although it is on the disk still");
            try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("supporter")) {
                HtmlPage page = browser.goTo(build.getUrl());
                assertTrue(
                        page.asNormalizedText().contains("The session link is not kept any longer"),
                        page.asNormalizedText());
            }
        });
    }

    @Test
    void whatIsErasedDoesNotComeBack() throws Throwable {
        sessions.then(jenkins -> {
            build(jenkins, Instant.now().minus(Duration.ofHours(12)));
            erase();
            assertEquals(5, placesWithLink(jenkins, loaded(jenkins)), "it is not time yet");
        });
        sessions.then(jenkins -> {
            assertEquals(5, placesWithLink(jenkins, loaded(jenkins)), "it survives a restart");
            IntuneConfiguration.get().setSessionLinkHours(10);
            erase();
            IntuneConfiguration.get().setSessionLinkHours(null);
            assertEquals(0, placesWithLink(jenkins, loaded(jenkins)));
        });
        sessions.then(jenkins -> {
            assertEquals(0, placesWithLink(jenkins, loaded(jenkins)), "nor after a restart");
            String encrypted = SessionLinks.get().encrypt(LINK, Instant.now().minus(Duration.ofHours(9)));
            assertEquals(LINK, SessionLinks.get().decrypt(encrypted), "later links are not touched by that");
        });
    }

    @Test
    void aLinkThatIsTooOldIsNotKeptAtAll() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins, Instant.now().minus(Duration.ofHours(25)));

            AssistanceRecord record =
                    build.getAction(RemoteAssistanceAction.class).getRequests().get(0);
            assertFalse(record.isSession());
            assertTrue(record.isSessionOver());
            assertEquals(0, placesWithLink(jenkins, build));
        });
    }

    @Test
    void agentsAreToldOnlyOfWhatThePipelineHasGot() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins, Instant.now());
            assertFalse(BuildLinks.everywhere(build).isEmpty());
            assertTrue(BuildLinks.onAgents(build).isEmpty());
        });
        sessions.then(jenkins -> {
            FreeStyleBuild build = loaded(jenkins);
            assertFalse(BuildLinks.everywhere(build).isEmpty(), "after a restart too");
            assertTrue(BuildLinks.onAgents(build).isEmpty());

            BuildRecords.handOut(build, List.of(report(Instant.now())), Runnable::run);
        });
        sessions.then(
                jenkins -> assertFalse(BuildLinks.onAgents(loaded(jenkins)).isEmpty()));
    }

    @Test
    void aLinkThatThePipelineHasGotIsMaskedAfterARestartAlsoWhenItsTimeIsOver() throws Throwable {
        sessions.then(jenkins -> {
            Instant longAgo = Instant.now().minus(Duration.ofHours(25));
            FreeStyleBuild build = build(jenkins, longAgo);
            BuildRecords.handOut(build, List.of(report(longAgo)), Runnable::run);
        });
        sessions.then(jenkins -> {
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            FreeStyleBuild build = loaded(jenkins);
            try (OutputStream masked = new MaskingStream(log, () -> BuildLinks.everywhere(build))) {
                masked.write((LINK + "\n").getBytes(StandardCharsets.UTF_8));
            }
            assertEquals("****\n", log.toString(StandardCharsets.UTF_8));
        });
    }

    @Test
    void neitherLinkNorKeyLiesOnTheDiskInClear() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build = build(jenkins, Instant.now());

            Path home = jenkins.jenkins.getRootDir().toPath();
            assertEquals(List.of(), FileSearch.filesThatHold(home, LINK));
            assertTrue(Files.isRegularFile(home.resolve("secrets").resolve(SessionLinks.class.getName())));
            assertEquals(5, placesWithLink(jenkins, build));
            try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("reader")) {
                String shown = browser.goTo(build.getUrl() + "api/json?depth=3", null)
                        .getWebResponse()
                        .getContentAsString();
                assertFalse(shown.contains(LINK), shown);
                assertTrue(shown.contains("\"session\":true"), shown);
            }
        });
    }
}
