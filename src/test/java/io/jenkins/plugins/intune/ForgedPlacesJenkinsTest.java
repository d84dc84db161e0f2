package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.intune.credentials.AppCredentials;
import io.jenkins.plugins.intune.index.AuditIndex;
import io.jenkins.plugins.intune.log.LogPageFixture;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Who may configure one job or one folder may give it any name and any place, with XML: Jenkins sets those, too, although it
 * does not save them. The plugin takes none of that for true.
 */
@WithJenkins
class ForgedPlacesJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final UUID REQUEST = UUID.fromString("11111111-aaaa-4bbb-8ccc-222222222222");

    private JenkinsRule jenkins;
    private ForgerJenkinsFixture forger;
    private Folder hidden;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        hidden = rule.createProject(Folder.class, "hidden");
        forger = new ForgerJenkinsFixture(rule);
        forger.secure(new ForgerJenkinsFixture.ByProperty());
    }

    private void configure(String path, String xml) throws Exception {
        String project = "<project>" + xml + "<properties>"
                + ForgerJenkinsFixture.xml(ForgerJenkinsFixture.Granted.class) + "</properties></project>";
        HttpResponse<String> answer = forger.call("POST", path + "config.xml", project);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private FreeStyleProject own(String name) throws Exception {
        FreeStyleProject own = jenkins.createFreeStyleProject(name);
        own.addProperty(new ForgerJenkinsFixture.Granted());
        return own;
    }

    private static void log(Run<?, ?> build) {
        Requester requester = AssistanceLog.requester(build, "SYSTEM");
        Instant now = Instant.now();
        AssistanceLog.get()
                .log()
                .asked(new AuditLine.Asked(REQUEST, null, now, GraphTenant.UNKNOWN, null, "LAPTOP-7", requester, 0));
        String job = build.getParent().getFullName();
        await().until(() -> index().knowsJob(job));
    }

    private static AuditIndex index() {
        return AssistanceLog.get().log().index();
    }

    private static void record(Run<?, ?> build) {
        Instant now = Instant.now();
        BuildRecords.record(
                build,
                "request",
                ReportFixture.of(Outcome.SESSION)
                        .device("a device", id(1), "LAPTOP-7")
                        .began(now)
                        .accepted(now)
                        .sent(REQUEST.toString(), "r", null)
                        .link(LINK)
                        .report(),
                Runnable::run);
    }

    /** Its name is its own, and its folder on disk is the other one's. */
    @Test
    void aJobWithAMadeUpParentTellsNothingOfAnothersBuilds() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret"));
        record(build);
        own("secret");

        configure(
                "job/secret/",
                "<parent class='hudson.model.Hudson'><root>"
                        + hidden.getRootDir().getAbsolutePath()
                        + "</root><items class='linked-hash-map'/><views/></parent>");

        HttpResponse<String> shown = forger.call("GET", "job/secret/1/api/json?depth=2", "");
        assertFalse(shown.body().contains("LAPTOP-7"), shown.body());
        assertFalse(forger.call("GET", "job/secret/1/", "").body().contains("LAPTOP-7"));
        HttpResponse<String> led = forger.call("GET", "job/secret/1/remoteAssistance/session?request=" + REQUEST, "");
        assertEquals(404, led.statusCode(), led.headers()::toString);
    }

    /** For a moment, while Jenkins reads the XML that makes it a job of its own again. */
    @Test
    void aBuildThatHasGotIntoAnotherJobHasNoLink() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret"));
        log(build);
        FreeStyleBuild other = jenkins.buildAndAssertSuccess(own("own"));
        record(other);

        HttpResponse<String> shown = forger.call("GET", "job/own/1/api/json?depth=2", "");

        assertTrue(shown.body().contains("LAPTOP-7"), shown.body());
        assertFalse(shown.body().contains(LINK), shown.body());
        assertEquals(
                404,
                forger.call("GET", "job/own/1/remoteAssistance/session?request=" + REQUEST, "")
                        .statusCode());
    }

    @Test
    void aJobInAnothersFolderGetsNoneOfItsCredentials() throws Exception {
        IntuneJenkinsFixture.store(hidden, IntuneJenkinsFixture.app("intune-app"));
        FreeStyleProject own = own("own");

        configure(
                "job/own/",
                "<parent class='com.cloudbees.hudson.plugins.folder.Folder' resolves-to='hudson.model.AbstractItem$Replacer'>"
                        + "<fullName>hidden</fullName></parent>");
        forger.call("POST", "job/own/build?delay=0sec", "");
        await().until(() -> own.getLastBuild() != null && !own.getLastBuild().isBuilding());

        CredentialLookup lookup = CredentialLookup.of(own.getLastBuild());
        assertThrows(InvalidInputException.class, () -> AppCredentials.find("intune-app", lookup));
    }

    private static String madeUpFolder(String items) {
        return "<com.cloudbees.hudson.plugins.folder.Folder><name>hidden</name>"
                + "<parent class='hudson.model.Hudson'><items class='linked-hash-map'/><views/></parent><properties>"
                + ForgerJenkinsFixture.xml(ForgerJenkinsFixture.GrantedBelow.class)
                + "</properties><items class='linked-hash-map'>" + items
                + "</items></com.cloudbees.hudson.plugins.folder.Folder>";
    }

    @Test
    void aMadeUpFolderThatIsRenamedTakesNoLogWithIt() throws Exception {
        log(jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret")));
        Folder mine = jenkins.createProject(Folder.class, "mine");
        mine.getProperties().add(new ForgerJenkinsFixture.GrantedBelow());
        mine.createProject(FreeStyleProject.class, "secret");
        forger.view(madeUpFolder("<entry><string>secret</string>"
                + "<hudson.model.FreeStyleProject resolves-to='hudson.model.AbstractItem$Replacer'>"
                + "<fullName>mine/secret</fullName></hudson.model.FreeStyleProject></entry>"));

        forger.call("POST", "user/kim/my-views/view/v/columns/0/confirmRename?newName=mine", "");
        // What comes later is handled later.
        AssistanceLog.get().log().jobNames().renamed("a", "b", true);
        hidden.renameTo("hidden2");

        await().until(() -> index().knowsJob("hidden2/secret"));
        HttpResponse<String> shown = forger.call("GET", "job/mine/job/secret/intune-assistance-log/csv", "");
        assertFalse(shown.body().contains("LAPTOP-7"), shown.body());
        assertEquals(200, shown.statusCode(), shown.body());
    }

    /** Jenkins finds nothing by name below a job, where promotions are. */
    @Test
    void aMadeUpFolderTakesNoLogOfWhatIsBelowAJob() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret"));
        Requester promotion = new Requester(
                "hidden/secret/promotion",
                1,
                Instant.ofEpochMilli(build.getTimeInMillis()),
                "anna",
                "SYSTEM",
                Instant.now());
        AssistanceLog.get()
                .log()
                .asked(new AuditLine.Asked(
                        REQUEST, null, Instant.now(), GraphTenant.UNKNOWN, null, "LAPTOP-7", promotion, 0));
        await().until(() -> index().knowsJob("hidden/secret/promotion"));
        Folder mine = jenkins.createProject(Folder.class, "mine");
        Folder secret = mine.createProject(Folder.class, "secret");
        secret.createProject(FreeStyleProject.class, "promotion");
        forger.view(madeUpFolder("<entry><string>secret</string><com.cloudbees.hudson.plugins.folder.Folder"
                + " resolves-to='hudson.model.AbstractItem$Replacer'><fullName>mine/secret</fullName>"
                + "</com.cloudbees.hudson.plugins.folder.Folder></entry>"));

        forger.call("POST", "user/kim/my-views/view/v/columns/0/confirmRename?newName=mine", "");
        hidden.renameTo("hidden2");

        await().until(() -> index().knowsJob("hidden2/secret/promotion"));
    }

    @Test
    void aMadeUpFolderThatIsDeletedTakesNoLogFromItsJobs() throws Exception {
        log(jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret")));
        forger.view(madeUpFolder(""));

        forger.call("POST", "user/kim/my-views/view/v/columns/0/doDelete", "");
        hidden.renameTo("hidden2");

        await().until(() -> index().knowsJob("hidden2/secret"));
    }

    /** The page of a job is being sent while the job gets another place. */
    @Test
    void aPageTellsTheLogOfTheJobThatItWasOpenedFor() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret"));
        log(build);
        build.getParent().delete();
        FreeStyleProject own = own("secret");

        long found = jenkins.createWebClient().executeOnServer(() -> {
            try (ACLContext everybody = ACL.as2(ACL.SYSTEM2)) {
                LogPageFixture page = LogPageFixture.open(own);
                Items.move(own, hidden);
                return page.entries();
            }
        });

        assertEquals(0, found);
    }
}
