package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.Item;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.SecurityTable;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Requests all that a build shows and lets people download, as every kind of user, and compares the result with
 * docs/security.md.
 */
@WithJenkins
class DownloadsJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final String REQUEST = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String OF_FLEET = "33333333-aaaa-4bbb-8ccc-222222222222";
    private static final List<String> ROLES = List.of("anonymous", "OUTSIDER", "READ", "ASSIST", "ADMINISTER");

    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private FreeStyleBuild build;

    @Test
    void everybodyGetsWhatTheDocumentationSays(JenkinsRule rule) throws Exception {
        jenkins = rule;
        prepare();
        Map<String, List<String>> documented = new LinkedHashMap<>();
        SecurityTable.read(1 + ROLES.size(), documented::put);
        assertEquals(9, documented.size(), documented::toString);
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String path : documented.keySet()) {
            List<String> outcomes = new ArrayList<>();
            for (String role : ROLES) {
                outcomes.add(outcome(call(path, role, "GET")));
            }
            found.put(path, outcomes);
        }

        assertEquals(documented, found);
        for (String download : downloads()) {
            String path = "remoteAssistance/" + (download.equals("session") ? "" : "1/") + download;
            assertTrue(documented.containsKey(path), download + " is not documented");
            assertEquals("refused", outcome(call(path, "ADMINISTER", "POST")), "by POST");
        }
    }

    /** A build with a request and a fleet, each with a session link. */
    private void prepare() throws Exception {
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("job"));
        Instant now = Instant.now();
        RequestReport report = ReportFixture.of(Outcome.SESSION)
                .device("a device", id(1), "LAPTOP-1")
                .began(now)
                .accepted(now)
                .sent(REQUEST, "r", null)
                .link(LINK)
                .report();
        BuildRecords.record(build, "request", report, Runnable::run);
        Map<String, Object> end = Map.of(
                "clientRequestId",
                OF_FLEET,
                "outcome",
                "SESSION",
                "device",
                "a device",
                "deviceName",
                "LAPTOP-2",
                "startedAt",
                now.toEpochMilli(),
                "acceptedAt",
                now.toEpochMilli(),
                "attempts",
                1,
                "session",
                SessionLinks.get().encrypt(LINK, now));
        IntuneJenkinsFixture.journal(
                FleetFiles.path(build, "fleet"), List.of(Json.write(Map.of("device", 0, "end", end))));
        BuildRecords.record(build, FleetRecord.begun("fleet", 1, false), Runnable::run);
        AuditLog log = AssistanceLog.get().log();
        Requester requester = AssistanceLog.requester(build, "SYSTEM");
        log.asked(new AuditLine.Asked(
                UUID.fromString(REQUEST), null, now, GraphTenant.UNKNOWN, null, "LAPTOP-1", requester, 0));
        await().until(() -> log.index().knowsJob("job"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("OUTSIDER")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("READ")
                .grant(Jenkins.READ, Item.READ, IntunePermissions.ASSIST)
                .everywhere()
                .to("ASSIST")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("ADMINISTER"));
        jenkins.jenkins.setCrumbIssuer(null);
    }

    private static List<String> downloads() {
        return Stream.of(
                        FleetPage.class,
                        FleetRows.class,
                        RemoteAssistanceAction.class,
                        AssistanceRecord.class,
                        UpcomingRequests.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(Method::getName)
                .filter(name -> name.matches("do[A-Z].*"))
                .map(name -> name.substring(2, 3).toLowerCase() + name.substring(3))
                .toList();
    }

    private HttpResponse<String> call(String path, String role, String method) throws Exception {
        String query = path.equals("api/json") ? "?depth=3" : "";
        if (path.endsWith("session")) {
            query = "?request=" + (role.equals("ADMINISTER") ? OF_FLEET : REQUEST);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(jenkins.getURL() + build.getUrl() + path + query))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!role.equals("anonymous")) {
            request.header("Authorization", IntuneJenkinsFixture.login(role));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String outcome(HttpResponse<String> response) {
        String body = response.body();
        if (List.of(403, 404, 405).contains(response.statusCode())) {
            assertTrue(!body.contains("LAPTOP") && !body.contains(LINK), body);
            return "refused";
        }
        if (response.statusCode() == 302) {
            assertEquals(LINK, response.headers().firstValue("Location").orElseThrow());
            assertTrue(
                    response.headers().firstValue("Cache-Control").orElseThrow().contains("no-store"));
            return "leads there";
        }
        assertEquals(200, response.statusCode(), body);
        // The page in between has the request only, and the numbers of the fleet; its progress has nothing but these.
        assertTrue(body.contains("LAPTOP") || body.contains("Interrupted before its end"), body);
        if (body.contains(LINK)) {
            assertTrue(
                    response.headers().firstValue("Cache-Control").orElseThrow().contains("no-store"));
            return "with links";
        }
        return "without links";
    }
}
