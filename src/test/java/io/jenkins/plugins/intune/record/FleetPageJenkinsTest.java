package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.values.Language;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The page of a fleet: what it shows to whom, and what it lets them download. */
@WithJenkins
class FleetPageJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final String REQUEST = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String SCRIPT = "<script>alert(1)</script>";

    private JenkinsRule jenkins;
    private FreeStyleBuild build;
    private JenkinsRule.WebClient browser;

    /** A build with a fleet of 250 devices: the first has a name with markup, the second failed, the third has a link. */
    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("job"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            lines.add(line(i));
        }
        IntuneJenkinsFixture.journal(FleetFiles.path(build, "key"), lines);
        BuildRecords.record(build, FleetRecord.begun("key", 250, false), Runnable::run);
        IntuneJenkinsFixture.secure(jenkins).grant(Jenkins.READ).everywhere().to("outsider");
        browser = jenkins.createWebClient().login("reader");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    /** A line as the journal has it once a device has ended. */
    private static String line(int index) {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("outcome", index == 1 ? "FAILED" : index == 2 ? "SESSION" : "ACCEPTED");
        end.put("device", "managed device " + id(index));
        end.put("deviceId", id(index));
        end.put("deviceName", index == 0 ? SCRIPT : index == 1 ? "=1+1" : "LAPTOP-%03d".formatted(index));
        if (index == 1) {
            end.put("message", "404 Not Found: <b>No</b> device.");
        }
        end.put("startedAt", 1_795_000_000_000L + index);
        end.put("attempts", 1);
        if (index == 2) {
            end.put("clientRequestId", REQUEST);
            end.put("session", SessionLinks.get().encrypt(LINK, null));
        }
        return Json.write(Map.of("device", index, "end", end));
    }

    /** One who has two large tables open already, and whose browser speaks Chinese. */
    @Test
    void whoReadsTooMuchAtOnceIsAskedToTryAgain() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            lines.add(line(3));
        }
        IntuneJenkinsFixture.journal(FleetFiles.path(build, "key"), lines);
        CountDownLatch read = new CountDownLatch(1);
        ExecutorService others = Executors.newFixedThreadPool(2);
        CountDownLatch reading = new CountDownLatch(2);
        try (Language browsers = IntuneJenkinsFixture.speakTheBrowsersLanguage()) {
            for (int i = 0; i < 2; i++) {
                others.submit(() -> FleetFiles.LARGE.read("reader", () -> {
                    reading.countDown();
                    await().atMost(Duration.ofMinutes(1)).until(() -> read.getCount() == 0);
                    return "rows";
                }));
            }
            assertTrue(reading.await(10, TimeUnit.SECONDS));
            browser.addRequestHeader("Accept-Language", "zh-CN");
            browser.setThrowExceptionOnFailingStatusCode(false);

            WebResponse answer = browser.goTo(build.getUrl() + "remoteAssistance/1/csv", "text/plain")
                    .getWebResponse();

            assertEquals(503, answer.getStatusCode());
            assertEquals("10", answer.getResponseHeaderValue("Retry-After"));
            assertTrue(answer.getContentAsString().contains("请稍后再试"), answer::getContentAsString);
        } finally {
            read.countDown();
            others.shutdown();
        }
    }

    /** A list of those that failed, to ask them again, must not have the others. */
    @Test
    void aDownloadHasWhatThePageShows() throws Exception {
        HtmlPage failed = page("?outcome=failed");
        HtmlPage named = page("?text=LAPTOP-24&sort=device&order=desc");

        assertEquals(List.of(id(1)), ids(failed, "CSV"));
        assertEquals(List.of(id(1)), ids(failed, "JSON"));
        List<String> downwards = IntStream.iterate(249, i -> i >= 240, i -> i - 1)
                .mapToObj(DeviceLists::id)
                .toList();
        assertEquals(downwards, ids(named, "CSV"));
        assertEquals(downwards, ids(named, "JSON"));
        assertEquals(250, ids(page(""), "CSV").size());
        assertEquals(250, ids(page("?page=2"), "JSON").size());
    }

    /** The devices in what the page's button downloads, in order. */
    private static List<String> ids(HtmlPage page, String button) throws Exception {
        HtmlAnchor link = page.getFirstByXPath("//a[normalize-space()='" + button + "']");
        String content = link.click().getWebResponse().getContentAsString();
        Pattern id =
                Pattern.compile(button.equals("CSV") ? "(?m)^[^,\n]*,([0-9a-f-]{36})," : "\"deviceId\":\"([^\"]*)\"");
        return id.matcher(content).results().map(found -> found.group(1)).toList();
    }

    private HtmlPage page(String query) throws Exception {
        return browser.goTo(build.getUrl() + "remoteAssistance/1/" + query);
    }

    /** The names in the rows of the page, in order. */
    private static List<String> names(HtmlPage page) {
        return page.<HtmlElement>getByXPath("//td[@role='rowheader']").stream()
                .map(cell -> cell.getFirstChild().getTextContent().strip())
                .toList();
    }

    private static HtmlPage follow(HtmlPage page, String text) throws Exception {
        HtmlAnchor link = page.getFirstByXPath("//div[@id='main-panel']//a[normalize-space()='" + text + "']");
        return link.click();
    }

    @Test
    void theBuildLeadsThere() throws Exception {
        HtmlPage summary = browser.goTo(build.getUrl());
        assertTrue(summary.asNormalizedText().contains("Remote assistance for several devices"));
        assertTrue(summary.asNormalizedText().contains("Interrupted before its end."), summary.asNormalizedText());

        HtmlPage page = summary.getAnchorByText("All 250 devices").click();

        assertEquals(200, names(page).size());
        assertEquals(
                200, names(browser.goTo(build.getUrl() + "remoteAssistance/1")).size(), "without a slash too");
        HtmlPage between = browser.goTo(build.getUrl() + "remoteAssistance/");
        assertEquals(200, names(follow(between, "All 250 devices")).size());
        JSONObject api = browser
                .getJSON(build.getUrl() + "api/json?tree=actions[fleets[*]]")
                .getJSONObject()
                .getJSONArray("actions")
                .stream()
                .map(JSONObject.class::cast)
                .filter(action -> action.has("fleets"))
                .findFirst()
                .orElseThrow()
                .getJSONArray("fleets")
                .getJSONObject(0);
        assertEquals(250, api.getInt("total"));
        assertEquals("aborted", api.getString("verdict"));
        assertEquals(249, api.getInt("accepted"));
        assertEquals(1, api.getInt("failed"));
    }

    /** Whoever thinks that nobody was asked asks again. */
    @Test
    void whatWasUnderWayWhenItBrokeOffIsThere() throws Exception {
        String accepted = Json.write(Map.of(
                "device",
                1,
                "state",
                Map.of(
                        "phase",
                        "WATCHING",
                        "startedAt",
                        1_795_000_000_000L,
                        "acceptedAt",
                        1_795_000_001_000L,
                        "sent",
                        Map.of("latest", Map.of("id", REQUEST, "sentAt", 1_795_000_000_500L), "attempts", 1),
                        "deviceId",
                        id(1),
                        "deviceName",
                        "LAPTOP-001")));
        Files.delete(FleetFiles.path(build, "key"));
        IntuneJenkinsFixture.journal(FleetFiles.path(build, "key"), List.of(line(5), accepted));

        assertEquals(List.of("LAPTOP-001", "LAPTOP-005"), names(page("")));
        String csv = browser.goTo(build.getUrl() + "remoteAssistance/1/csv", "text/csv")
                .getWebResponse()
                .getContentAsString();
        assertTrue(csv.contains("LAPTOP-001") && csv.contains(REQUEST), csv);
        assertEquals(
                2,
                build.getAction(RemoteAssistanceAction.class).getFleets().get(0).getAccepted());
    }

    @Test
    void isFilteredByTextAndOutcome() throws Exception {
        HtmlPage page = page("");
        HtmlForm form = page.getFirstByXPath("//form[@role='search']");
        form.getInputByName("text").setValue("laptop-24");

        HtmlPage found = ((HtmlElement) form.getFirstByXPath(".//button")).click();

        assertEquals(10, names(found).size());
        assertTrue(found.asNormalizedText().contains("Devices: 10"));
        HtmlForm again = found.getFirstByXPath("//form[@role='search']");
        assertEquals("laptop-24", again.getInputByName("text").getValue());
        again.getInputByName("text").setValue("");
        again.getSelectByName("outcome").setSelectedAttribute("failed", true);
        HtmlPage failed = ((HtmlElement) again.getFirstByXPath(".//button")).click();
        assertEquals(List.of("=1+1"), names(failed));
        assertEquals(
                "failed",
                failed.<HtmlForm>getFirstByXPath("//form[@role='search']")
                        .getSelectByName("outcome")
                        .getSelectedOptions()
                        .get(0)
                        .getValueAttribute());
        assertEquals(List.of(), names(page("?text=nowhere")));
        assertEquals(List.of("LAPTOP-007"), names(page("?text=" + id(7))), "by its id");
    }

    @Test
    void isSortedBothWays() throws Exception {
        HtmlPage up = follow(page("?text=laptop-00"), "Device");
        assertEquals("LAPTOP-002", names(up).get(0));
        assertEquals("ascending", up.<HtmlElement>getFirstByXPath("//th[1]").getAttribute("aria-sort"));

        HtmlPage down = follow(up, "Device");

        assertEquals("LAPTOP-009", names(down).get(0));
        assertEquals("LAPTOP-002", names(down).get(7));
        assertEquals("descending", down.<HtmlElement>getFirstByXPath("//th[1]").getAttribute("aria-sort"));
        assertEquals(
                "=1+1", names(follow(follow(page(""), "Outcome"), "Outcome")).get(0));
        assertEquals(
                "LAPTOP-249", names(follow(follow(page(""), "Time"), "Time")).get(0));
    }

    @Test
    void aLongTableComesInPages() throws Exception {
        HtmlPage first = follow(page("?outcome=accepted"), "Device");
        assertEquals("LAPTOP-003", names(first).get(1));

        HtmlPage second = follow(first, "Next");

        assertEquals(48, names(second).size());
        assertEquals("LAPTOP-249", names(second).get(47));
        assertTrue(second.asNormalizedText().contains("Page 2 of 2"));
        assertEquals(200, names(follow(second, "Previous")).size());
        assertEquals(50, names(page("?page=99")).size(), "the last one");
        assertEquals(200, names(page("?page=-1")).size(), "the first one");
    }

    @Test
    void whatOthersNamedIsEscaped() throws Exception {
        HtmlPage page = page("?text=%22%3E" + "%3Cscript%3Ealert(2)%3C/script%3E");
        assertFalse(page.getWebResponse().getContentAsString().contains("<script>alert("));
        HtmlPage all = page("");
        String html = all.getWebResponse().getContentAsString();

        assertEquals(SCRIPT, names(all).get(0));
        assertFalse(html.contains(SCRIPT) || html.contains("<b>No</b>"));
    }

    @Test
    void downloadsHoldEverythingAndLinksForSupportersOnly() throws Exception {
        for (String user : List.of("reader", "supporter")) {
            try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
                WebResponse csv = client.goTo(build.getUrl() + "remoteAssistance/1/csv", "text/csv")
                        .getWebResponse();
                WebResponse json = client.goTo(build.getUrl() + "remoteAssistance/1/json", "application/json")
                        .getWebResponse();

                List<String> rows =
                        csv.getContentAsString().replace("\uFEFF", "").lines().toList();
                assertEquals(251, rows.size());
                assertTrue(rows.get(0).startsWith("device,deviceId,deviceName,lookUp,outcome,message,"), rows.get(0));
                assertTrue(rows.get(2).contains(",'=1+1,,failed,"), rows.get(2));
                assertEquals(user.equals("supporter"), rows.get(3).contains(LINK), user);
                JSONArray devices = JSONArray.fromObject(json.getContentAsString());
                assertEquals(250, devices.size());
                assertEquals(SCRIPT, devices.getJSONObject(0).getString("deviceName"));
                assertEquals(user.equals("supporter"), json.getContentAsString().contains(LINK), user);
                for (WebResponse download : List.of(csv, json)) {
                    assertEquals("private, no-store", download.getResponseHeaderValue("Cache-Control"));
                    assertTrue(download.getResponseHeaderValue("Content-Disposition")
                            .startsWith("attachment"));
                }
                String page = client.goTo(build.getUrl() + "remoteAssistance/1/")
                        .getWebResponse()
                        .getContentAsString();
                assertEquals(
                        user.equals("supporter"), page.contains("remoteAssistance/session?request=" + REQUEST), user);
                assertFalse(page.contains(LINK), "only who opens it gets it");
                client.addRequestHeader("Sec-Fetch-Dest", "image");
                for (String download : List.of("csv", "json")) {
                    String shown = client.goTo(build.getUrl() + "remoteAssistance/1/" + download, null)
                            .getWebResponse()
                            .getContentAsString();
                    assertTrue(shown.contains("=1+1"), shown);
                    assertFalse(shown.contains(LINK), "nobody is noted for an image");
                }
            }
        }
    }

    @Test
    void whatIsNotThereIsNotFoundAndOutsidersSeeNothing() throws Exception {
        for (String number : List.of("0", "2", "x", "01", "99999")) {
            browser.assertFails(build.getUrl() + "remoteAssistance/" + number + "/", 404);
            browser.assertFails(build.getUrl() + "remoteAssistance/" + number + "/csv", 404);
        }
        try (JenkinsRule.WebClient outsider = jenkins.createWebClient().login("outsider")) {
            for (String path : List.of("", "csv", "json")) {
                outsider.assertFails(build.getUrl() + "remoteAssistance/1/" + path, 404);
            }
        }
    }

    @Test
    void aBuildOfBeforeThereWereFleetsShowsNone() throws Exception {
        FreeStyleBuild other = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("other"));
        other.addAction(new RemoteAssistanceAction());

        assertNull(other.getAction(RemoteAssistanceAction.class).getUrlName());
        browser.assertFails(other.getUrl() + "remoteAssistance/", 404);
    }
}
