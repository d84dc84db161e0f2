package io.jenkins.plugins.intune;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.log.JobLog;
import io.jenkins.plugins.intune.log.LogPage;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.FleetPage;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.record.UpcomingRequests;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Everybody may store XML: of views of their own, and some of a job. Jenkins makes objects of it, of whatever class it
 * names, and shows their pages. None tells more than whoever looks may know.
 */
@WithJenkins
class ForgedPagesJenkinsTest {

    private static final String SECRET = "hidden/secret";

    private ForgerJenkinsFixture forger;

    private FreeStyleBuild prepare(JenkinsRule rule) throws Exception {
        forger = new ForgerJenkinsFixture(rule);
        FreeStyleProject own = rule.createFreeStyleProject("own");
        FreeStyleProject hidden = rule.createFolder("hidden").createProject(FreeStyleProject.class, "secret");
        FreeStyleBuild build = rule.buildAndAssertSuccess(hidden);
        forger.secure(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("kim")
                .grant(Item.READ, Item.CONFIGURE)
                .onItems(own)
                .to("kim"));
        return build;
    }

    private void isRefused(String path) throws Exception {
        HttpResponse<String> page = forger.call("GET", path, "");
        assertFalse(page.body().contains(SECRET), () -> path + ": " + page.body());
        assertEquals(true, List.of(403, 404).contains(page.statusCode()), () -> path + ": " + page.statusCode());
    }

    @Test
    void aViewOfOnesOwnShowsNoLog(JenkinsRule rule) throws Exception {
        FreeStyleBuild build = prepare(rule);
        String run = "<run class=\"hudson.model.FreeStyleBuild\" resolves-to=\"hudson.model.Run$Replacer\"><id>"
                + build.getExternalizableId() + "</id></run>";
        String columns = "<" + LogPage.class.getName() + "/><" + JobLog.class.getName() + "/><"
                + UpcomingRequests.class.getName() + ">" + run + "</" + UpcomingRequests.class.getName() + "><"
                + RemoteAssistanceAction.class.getName() + "/>";
        forger.view(columns);

        for (int column = 0; column < 4; column++) {
            for (String page : List.of("", "csv", "json", "api/json", "progress", "begun/", "content")) {
                isRefused("user/kim/my-views/view/v/columns/" + column + "/" + page);
            }
        }
    }

    @Test
    void aJobOfOnesOwnShowsNoOtherBuild(JenkinsRule rule) throws Exception {
        FreeStyleBuild build = prepare(rule);
        String name = UpcomingRequests.class.getName();
        HttpResponse<String> made = forger.call("POST", "job/own/config.xml", """
            <project><actions><%1$s><run class="hudson.model.FreeStyleBuild" resolves-to="hudson.model.Run$Replacer">
            <id>%2$s</id></run></%1$s><%3$s/><%4$s/></actions></project>
            """.formatted(
                name, build.getExternalizableId(), RemoteAssistanceAction.class.getName(), JobLog.class.getName()));
        assertEquals(200, made.statusCode(), made.body());

        for (int load = 0; load < 2; load++) {
            for (String page : List.of(
                    "remoteAssistanceProgress/progress",
                    "remoteAssistanceProgress/begun/",
                    "remoteAssistance/",
                    "remoteAssistance/progress",
                    "intune-assistance-log/")) {
                isRefused("job/own/" + page);
            }
            assertEquals(200, forger.call("GET", "job/own/", "").statusCode());
            // After a start Jenkins reads it with all permissions.
            rule.jenkins.reload();
        }
    }

    /** It has the name of a job of Jenkins, and grants kim everything. */
    @Test
    void aJobThatSomebodyHasMadeUpGivesNoPermission(JenkinsRule rule) throws Exception {
        forger = new ForgerJenkinsFixture(rule);
        IntuneJenkinsFixture.store(rule.jenkins, IntuneJenkinsFixture.app("intune-app"));
        FreeStyleBuild build = rule.buildAndAssertSuccess(rule.createFreeStyleProject("secret"));
        Requester requester = new Requester("secret", 1, Instant.EPOCH, "anna", "SYSTEM");
        AssistanceLog.get()
                .log()
                .asked(new AuditLine.Asked(
                        UUID.randomUUID(), null, Instant.now(), GraphTenant.UNKNOWN, null, "LAPTOP-7", requester, 0));
        await().until(() -> AssistanceLog.get().log().index().knowsJob("secret"));
        IntuneJenkinsFixture.journal(
                build.getRootDir().toPath().resolve("intune-remote-assistance-fleet.jsonl"),
                List.of(Json.write(Map.of(
                        "device",
                        0,
                        "end",
                        Map.of("outcome", "ACCEPTED", "device", "LAPTOP-7", "startedAt", 1L, "attempts", 1)))));
        forger.secure(new ForgerJenkinsFixture.ByProperty());
        String job =
                "<hudson.model.FreeStyleProject><name>secret</name><parent class='hudson.model.Hudson'/><properties>"
                        + ForgerJenkinsFixture.xml(ForgerJenkinsFixture.Granted.class)
                        + "</properties></hudson.model.FreeStyleProject>";
        String made = " class='hudson.model.FreeStyleProject' reference='";
        String columns = job + "<" + LogPage.class.getName() + "><job" + made
                + "../../hudson.model.FreeStyleProject'/></" + LogPage.class.getName() + "><"
                + FleetPage.class.getName()
                + "><run class='hudson.model.FreeStyleBuild'><project" + made
                + "../../../hudson.model.FreeStyleProject'/><number>1</number></run><number>1</number><fleet><key>fleet</key>"
                + "<verdict>success</verdict><note>n</note><total>1</total></fleet></" + FleetPage.class.getName()
                + ">";
        forger.view(columns);

        String place = "user/kim/my-views/view/v/columns/";
        HttpResponse<String> offered = forger.call(
                "POST",
                place + "0/descriptorByName/" + RequestRemoteAssistanceStep.class.getName() + "/fillCredentialsIdItems",
                "");
        assertFalse(offered.body().contains("intune-app"), offered.body());
        for (String page : List.of("1/csv", "1/api/json", "2/csv", "2/json", "0/intune-assistance-log/csv")) {
            HttpResponse<String> shown = forger.call("GET", place + page, "");
            assertFalse(shown.body().contains("LAPTOP"), () -> page + ": " + shown.body());
        }
    }
}
