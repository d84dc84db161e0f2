package io.jenkins.plugins.intune.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.index.AuditFilter;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pages of the log: what they show, find, count and let people download. */
@WithJenkins
class LogPageJenkinsTest {

    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final String PAGE = "manage/" + LogLink.URL + "/";

    private JenkinsRule jenkins;
    private AuditLog log;
    private JenkinsRule.WebClient browser;
    private Instant began;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        began = Instant.ofEpochMilli(jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("ask"))
                .getTimeInMillis());
        jenkins.createFreeStyleProject("other");
        log = AssistanceLog.get().log();
        IntuneJenkinsFixture.secure(jenkins)
                .grant(Jenkins.READ, IntunePermissions.AUDIT)
                .everywhere()
                .to("auditor")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("lead")
                .grant(IntunePermissions.AUDIT)
                .onItems(jenkins.jenkins.getItem("ask"))
                .to("lead");
        browser = jenkins.createWebClient().withJavaScriptEnabled(false);
        browser.getOptions().setCssEnabled(false);
        browser.login("auditor");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private UUID ask(String job, String device, Instant at, Outcome outcome) {
        UUID id = UUID.randomUUID();
        AuditLine.Asked line = new AuditLine.Asked(
                id,
                null,
                at,
                new GraphTenant("graph.microsoft.com", StandIn.TENANT),
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55",
                device,
                new Requester(job, 1, began, "kim", "SYSTEM"),
                0);
        log.asked(line);
        if (outcome != null) {
            log.ended(line, outcome, entry -> {});
        }
        AuditFilter thisOne =
                new AuditFilter(null, id.toString(), null, outcome == null ? "" : outcome.id(), null, null);
        await().until(() -> log.index().search(thisOne, 1, 1, List.of()).matches() == 1);
        return id;
    }

    @Test
    void theDetailsSayWhichCloudAndTenantADeviceBelongsTo() throws Exception {
        ask("ask", "LAPTOP-7", Instant.now(), Outcome.SESSION);

        String details = browser.goTo(PAGE)
                .<HtmlElement>getFirstByXPath("//tbody/tr/td/details")
                .getTextContent();

        for (String said : List.of("Cloud: graph.microsoft.com", "Tenant: " + StandIn.TENANT)) {
            assertTrue(details.contains(said), () -> said + " is missing in " + details);
        }
    }

    private static List<String> devices(HtmlPage page) {
        return page.<HtmlElement>getByXPath("//tbody/tr/td[@role='rowheader'][details]").stream()
                .map(cell -> cell.getFirstChild().getTextContent().strip())
                .toList();
    }

    @Test
    void saysWhoAskedWhichDeviceWhenFromWhereAndWhatCameOfIt() throws Exception {
        UUID id = ask("ask", "LAPTOP-7", Instant.now(), Outcome.SESSION);
        log.opened(id, "anna");
        ask("gone", "LAPTOP-8", Instant.now(), null);

        HtmlPage page = browser.goTo(PAGE);

        assertEquals(List.of("LAPTOP-8", "LAPTOP-7"), devices(page));
        String text = page.asNormalizedText();
        for (String said :
                List.of("kim", "Session link is there", "anna", "No outcome recorded", "Entries: 2. Times are in ")) {
            assertTrue(text.contains(said), () -> said + " is missing in " + text);
        }
        assertFalse(
                page.getAnchors().stream()
                        .anyMatch(link -> link.asNormalizedText().startsWith("ask #")),
                "an auditor may not see the job");
        try (JenkinsRule.WebClient admin = jenkins.createWebClient().login("admin")) {
            HtmlPage all = admin.goTo(PAGE);
            assertTrue(all.getAnchorByText("ask #1").getHrefAttribute().endsWith("/job/ask/1/"));
            assertFalse(all.getAnchors().stream()
                    .anyMatch(link -> link.asNormalizedText().startsWith("gone")));
            assertNotNull(admin.goTo("manage/").getFirstByXPath("//a[contains(@href,'" + LogLink.URL + "')]"));
        }
    }

    /** Another job has got the name of one that was deleted, and begins to count its builds anew. */
    @Test
    void anEntryOfADeletedJobLeadsToNoBuildOfAnotherOne() throws Exception {
        ask("ask", "LAPTOP-7", Instant.now(), Outcome.ACCEPTED);
        jenkins.jenkins.getItem("ask").delete();
        jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("ask"));

        HtmlPage page = browser.goTo(PAGE);

        assertEquals(List.of("LAPTOP-7"), devices(page));
        assertFalse(page.getAnchors().stream()
                .anyMatch(link -> link.asNormalizedText().startsWith("ask #")));
    }

    @Test
    void aJobHasAPageOfItsOwn() throws Exception {
        ask("ask", "LAPTOP-7", Instant.now(), Outcome.ACCEPTED);
        ask("asking", "LAPTOP-8", Instant.now(), Outcome.ACCEPTED);
        String path = "job/ask/" + LogLink.URL + "/";
        try (JenkinsRule.WebClient lead = jenkins.createWebClient().login("lead")) {
            HtmlPage page =
                    lead.goTo("job/ask/").getAnchorByText("Assistance log").click();
            assertEquals(List.of("LAPTOP-7"), devices(page));
            assertFalse(lead.goTo(path + "csv", "text/csv")
                    .getWebResponse()
                    .getContentAsString()
                    .contains("LAPTOP-8"));
            assertEquals(
                    1,
                    lead.getJSON(path + "api/json?text=LAPTOP").getJSONObject().getInt("matches"));
            lead.assertFails(PAGE, 403);
            lead.assertFails("job/other/" + LogLink.URL + "/", 403);
        }
        try (JenkinsRule.WebClient reader = jenkins.createWebClient().login("reader")) {
            assertNull(reader.goTo("job/ask/").getFirstByXPath("//a[contains(@href,'" + LogLink.URL + "')]"));
            reader.assertFails(path, 403);
        }
        try (JenkinsRule.WebClient admin = jenkins.createWebClient().login("admin")) {
            assertNull(
                    admin.goTo("job/other/").getFirstByXPath("//a[contains(@href,'" + LogLink.URL + "')]"),
                    "a job that never asked has no link to it");
        }
    }

    @Test
    void isFilteredAndPaged() throws Exception {
        Instant now = Instant.now();
        for (int i = 0; i < 120; i++) {
            ask("ask", "LAPTOP-%03d".formatted(i), now, i % 40 == 0 ? Outcome.IN_DOUBT : Outcome.ACCEPTED);
        }
        ask("ask", "OLD", now.minus(Duration.ofDays(10)), Outcome.ACCEPTED);
        HtmlPage first = browser.goTo(PAGE);
        assertEquals(50, devices(first).size());
        assertTrue(first.asNormalizedText().contains("Page 1 of 3"));
        HtmlPage second = first.getAnchorByText("Next").click();
        assertEquals("LAPTOP-070", devices(second).get(0));

        HtmlForm form = first.getFirstByXPath("//form[@role='search'][contains(@class, 'intune-log__form')]");
        form.getInputByName("text").setValue("laptop-04");
        form.getInputByName("who").setValue("KIM");
        form.getSelectByName("outcome").setSelectedAttribute("in_doubt", true);
        HtmlPage found = ((HtmlElement) form.getFirstByXPath(".//button")).click();

        assertEquals(List.of("LAPTOP-040"), devices(found));
        HtmlForm again = found.getFirstByXPath("//form[@role='search'][contains(@class, 'intune-log__form')]");
        assertEquals("laptop-04", again.getInputByName("text").getValue());
        LocalDate tenDaysAgo = LocalDate.ofInstant(now.minus(Duration.ofDays(10)), ZoneId.systemDefault());
        assertEquals(List.of("OLD"), devices(browser.goTo(PAGE + "?until=" + tenDaysAgo)));
        assertEquals(
                List.of(),
                devices(browser.goTo(PAGE + "?from=" + tenDaysAgo.minusDays(1) + "&until=" + tenDaysAgo.minusDays(1))));
        assertEquals(
                50,
                devices(browser.goTo(PAGE + "?from=yesterday&page=-1&until=+999999999-12-31"))
                        .size());
        String csv = browser.goTo(PAGE + "csv?outcome=in_doubt", "text/csv")
                .getWebResponse()
                .getContentAsString();
        assertEquals(4, csv.lines().count(), "a download has what was found, of all pages");
    }

    @Test
    void requestsAreCountedByDayAndOutcome() throws Exception {
        Instant now = Instant.now();
        ask("ask", "A", now, Outcome.ACCEPTED);
        ask("ask", "B", now, Outcome.ACCEPTED);
        ask("ask", "C", now, Outcome.FAILED);
        ask("ask", "D", now.minus(Duration.ofDays(3)), null);

        HtmlPage page = browser.goTo(PAGE);

        assertEquals(
                3, page.getByXPath("//figure/*[name()='svg']/*[name()='rect']").size());
        List<HtmlElement> rows = page.getByXPath("//figure//tbody/tr");
        assertEquals(
                List.of("1 0 0 1", "0 2 1 3"),
                rows.stream()
                        .map(row -> String.join(
                                " ",
                                row.<HtmlElement>getByXPath("td[not(@role)]").stream()
                                        .map(HtmlElement::asNormalizedText)
                                        .toList()))
                        .toList());
        assertNull(browser.goTo(PAGE + "?text=nowhere").getFirstByXPath("//figure"));
    }

    @Test
    void whatOthersNamedIsEscapedAndNoFormula() throws Exception {
        ask(SCRIPT, SCRIPT, Instant.now(), Outcome.ACCEPTED);
        ask("ask", "=1+1", Instant.now(), Outcome.ACCEPTED);

        HtmlPage page = browser.goTo(PAGE + "?text=%22%3E%3Cscript%3Ealert(2)%3C/script%3E");
        assertFalse(page.getWebResponse().getContentAsString().contains("<script>alert("));
        HtmlPage all = browser.goTo(PAGE);
        assertFalse(all.getWebResponse().getContentAsString().contains(SCRIPT));
        assertEquals(List.of("=1+1", SCRIPT), devices(all));
        WebResponse csv = browser.goTo(PAGE + "csv", "text/csv").getWebResponse();
        assertTrue(csv.getContentAsString().contains(",'=1+1,"), csv.getContentAsString());
        assertEquals("private, no-store", csv.getResponseHeaderValue("Cache-Control"));
        assertTrue(csv.getResponseHeaderValue("Content-Disposition").startsWith("attachment"));
    }

    /** Who may not see the log is not told what it takes, either. */
    @Test
    void whatCannotBeReadIsRefusedToProgramsAndSaidToPeople() throws Exception {
        ask("ask", "LAPTOP-7", Instant.now(), Outcome.ACCEPTED);
        String wrong = "?from=%3Cscript%3E&zone=Mars";
        browser.setThrowExceptionOnFailingStatusCode(false);
        for (String kind : List.of("api/json", "api/xml", "csv", "json")) {
            WebResponse answer = browser.goTo(PAGE + kind + wrong, "text/plain").getWebResponse();
            assertEquals(400, answer.getStatusCode());
            assertEquals(
                    List.of(
                            "zone: \"Mars\" is not a time zone such as Europe/Berlin.",
                            "from: \"<script>\" is not a day such as 2026-11-30."),
                    answer.getContentAsString().lines().toList());
            assertEquals("private, no-store", answer.getResponseHeaderValue("Cache-Control"));
            assertNull(answer.getResponseHeaderValue("Content-Disposition"));
            try (JenkinsRule.WebClient reader = jenkins.createWebClient().login("reader")) {
                reader.assertFails(PAGE + kind + wrong, 403);
            }
        }

        HtmlPage page = browser.goTo(PAGE + wrong + "&outcome=");
        assertEquals(List.of("LAPTOP-7"), devices(page));
        assertTrue(page.asNormalizedText().contains("from: \"<script>\" is not a day such as 2026-11-30."));
    }

    @Test
    void otherProgramsReadTheSame() throws Exception {
        UUID id = ask("ask", "LAPTOP-7", Instant.parse("2026-11-24T10:00:00Z"), Outcome.ACCEPTED);
        log.opened(id, "anna");
        ask("ask", "LAPTOP-8", Instant.now(), null);

        JSONObject api = browser.getJSON(PAGE + "api/json?size=1&page=2").getJSONObject();
        JSONArray download = JSONArray.fromObject(
                browser.goTo(PAGE + "json", "application/json").getWebResponse().getContentAsString());

        assertEquals(
                "private, no-store",
                browser.goTo(PAGE + "api/json", "application/json")
                        .getWebResponse()
                        .getResponseHeaderValue("Cache-Control"));
        assertEquals(2, api.getInt("matches"));
        assertEquals(2, api.getInt("pages"));
        assertEquals(1, api.getJSONArray("entries").size());
        for (JSONObject entry : List.of(api.getJSONArray("entries").getJSONObject(0), download.getJSONObject(1))) {
            assertEquals("2026-11-24T10:00:00Z", entry.getString("askedAt"), "in UTC, whoever asks");
            assertEquals("LAPTOP-7", entry.getString("device"));
            assertEquals("accepted", entry.getString("outcome"));
            assertEquals("ask", entry.getString("job"));
            assertEquals(1, entry.getInt("build"));
            assertEquals("kim", entry.getString("startedBy"));
            assertEquals("SYSTEM", entry.getString("runsAs"));
            assertEquals(id.toString(), entry.getString("clientRequestId"));
            assertEquals("anna", entry.getJSONArray("openedBy").getString(0));
        }
    }
}
