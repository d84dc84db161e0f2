package io.jenkins.plugins.intune.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.SecurityTable;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
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
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Reads the log as every kind of user, at each of its addresses, and compares the result with docs/security.md. */
@WithJenkins
class LogPermissionsJenkinsTest {

    private static final List<String> ROLES =
            List.of("anonymous", "READ", "ASSIST", "JOB_AUDIT", "AUDIT", "ADMINISTER");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everybodyGetsWhatTheDocumentationSays(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        jenkins.createFreeStyleProject("other");
        for (String name : List.of("job", "other")) {
            AssistanceLog.get()
                    .log()
                    .asked(new AuditLine.Asked(
                            UUID.randomUUID(),
                            null,
                            Instant.now(),
                            GraphTenant.UNKNOWN,
                            null,
                            "LAPTOP-of-" + name,
                            new Requester(name, 1, Instant.EPOCH, "kim", "SYSTEM"),
                            0));
        }
        IntuneJenkinsFixture.entries(2);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("READ", "ASSIST", "JOB_AUDIT", "AUDIT")
                .grant(IntunePermissions.ASSIST)
                .everywhere()
                .to("ASSIST")
                .grant(IntunePermissions.AUDIT)
                .onItems(job)
                .to("JOB_AUDIT")
                .grant(IntunePermissions.AUDIT)
                .everywhere()
                .to("AUDIT")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("ADMINISTER"));
        jenkins.jenkins.setCrumbIssuer(null);

        Map<String, List<String>> documented = new LinkedHashMap<>();
        SecurityTable.read(1 + ROLES.size(), documented::put);
        assertEquals(12, documented.size(), documented::toString);
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String path : documented.keySet()) {
            List<String> outcomes = new ArrayList<>();
            for (String role : ROLES) {
                outcomes.add(outcome(path, call(jenkins.getURL() + path, role, "GET")));
            }
            found.put(path, outcomes);
        }

        assertEquals(documented, found);
        List<String> methods = Arrays.stream(LogPage.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.matches("do[A-Z].*"))
                .map(name -> name.substring(2).toLowerCase())
                .toList();
        for (String method : methods) {
            String path = "manage/" + LogLink.URL + "/" + method;
            assertTrue(documented.containsKey(path), method + " is not documented");
            assertEquals("refused", outcome(path, call(jenkins.getURL() + path, "ADMINISTER", "POST")), "by POST");
        }
    }

    private HttpResponse<String> call(String address, String role, String method) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(method, HttpRequest.BodyPublishers.noBody());
        if (!role.equals("anonymous")) {
            request.header("Authorization", IntuneJenkinsFixture.login(role));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String outcome(String path, HttpResponse<String> response) {
        String body = response.body();
        if (List.of(403, 404, 405).contains(response.statusCode())) {
            assertFalse(body.contains("LAPTOP") || body.contains("kim"), body);
            return "refused";
        }
        assertEquals(200, response.statusCode(), () -> path + ": " + body);
        assertTrue(body.contains("LAPTOP-of-job"), () -> path + ": " + body);
        return body.contains("LAPTOP-of-other") ? "all entries" : "the job's entries";
    }
}
