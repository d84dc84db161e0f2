package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.User;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.links.SessionLinks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build with two lists. */
@WithJenkins
class OtherFleetJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";

    private static String line(int index, String request, String link) {
        Map<String, Object> end = new TreeMap<>(Map.of(
                "clientRequestId",
                request,
                "outcome",
                link == null ? "ACCEPTED" : "SESSION",
                "device",
                "managed device " + DEVICE,
                "startedAt",
                Instant.now().toEpochMilli(),
                "acceptedAt",
                Instant.now().toEpochMilli(),
                "attempts",
                1));
        if (link != null) {
            end.put("session", SessionLinks.get().encrypt(link, Instant.now()));
        }
        return Json.write(Map.of("device", index, "end", end));
    }

    private static String request(int index) {
        return String.format("33333333-aaaa-4bbb-8ccc-%012d", index);
    }

    @Test
    void aDamagedJournalOfOneKeepsNobodyFromTheSessionOfTheOther(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.secure(jenkins);
        User.getById("supporter", true);
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("job"));
        for (int fleet = 1; fleet <= 2; fleet++) {
            IntuneJenkinsFixture.journal(
                    FleetFiles.path(build, "fleet-" + fleet),
                    List.of(line(0, request(fleet), LINK + fleet), line(1, request(fleet + 10), null)));
            BuildRecords.record(build, FleetRecord.begun("fleet-" + fleet, 2, false), Runnable::run);
        }
        Path damaged = FleetFiles.path(build, "fleet-1");
        byte[] content = Files.readAllBytes(damaged);
        content[content.length / 3] ^= 0x11;
        Files.write(damaged, content);
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("supporter")) {
            browser.getOptions().setRedirectEnabled(false);
            browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
            WebResponse page =
                    browser.goTo(build.getUrl() + "remoteAssistance/2/", null).getWebResponse();
            assertEquals(200, page.getStatusCode());
            assertTrue(page.getContentAsString().contains("session?request=" + request(2)));
            WebResponse session = browser.goTo(build.getUrl() + "remoteAssistance/session?request=" + request(2), null)
                    .getWebResponse();
            assertEquals(LINK + 2, session.getResponseHeaderValue("Location"));
        }
    }

    @Test
    void whoLooksAtSeveralPagesIsNotToldThatNobodyWasAsked(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.secure(jenkins);
        User.getById("supporter", true);
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("job"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            lines.add(line(i, request(i), null));
        }
        IntuneJenkinsFixture.journal(FleetFiles.path(build, "fleet"), lines);
        assertTrue(Files.size(FleetFiles.path(build, "fleet")) > 256 << 10);
        BuildRecords.record(build, FleetRecord.begun("fleet", 1500, false), Runnable::run);
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch read = new CountDownLatch(1);
        for (int tab = 0; tab < 2; tab++) {
            new Thread(() -> {
                        try {
                            FleetFiles.LARGE.read("supporter", () -> {
                                reading.countDown();
                                try {
                                    read.await();
                                } catch (InterruptedException stop) {
                                    Thread.currentThread().interrupt();
                                }
                                return null;
                            });
                        } catch (Exception busy) {
                            throw new AssertionError(busy);
                        }
                    })
                    .start();
        }
        reading.await();
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("supporter")) {
            String rest = build.getUrl() + "api/json?tree=actions[fleets[accepted,total,failed,notAsked,verdict]]";
            String meanwhile = browser.goTo(rest, null).getWebResponse().getContentAsString();
            assertFalse(meanwhile.contains("\"accepted\":0"), meanwhile);
            read.countDown();
            await().untilAsserted(() -> {
                String later = browser.goTo(rest, null).getWebResponse().getContentAsString();
                assertTrue(later.contains("\"accepted\":1500"), later);
            });
        } finally {
            read.countDown();
        }
    }
}
