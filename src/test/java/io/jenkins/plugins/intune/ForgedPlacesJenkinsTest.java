package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.AbstractItem;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Job;
import hudson.model.JobProperty;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Who may configure one job or one folder may give it any name and any place, with XML: Jenkins sets those, too, although it does
 * not save them. The plugin takes none of that for true.
 */
@WithJenkins
class ForgedPlacesJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final UUID REQUEST = UUID.fromString("11111111-aaaa-4bbb-8ccc-222222222222");

    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private Folder hidden;

    /** A job grants permissions, as with project-based matrix security. */
    public static final class Granted extends JobProperty<Job<?, ?>> {}

    /** A folder does the same. */
    public static final class GrantedBelow extends AbstractFolderProperty<AbstractFolder<?>> {

        /** So that Jenkins knows it. */
        @TestExtension
        public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {}
    }

    /** Everybody may read Jenkins and see folders, and kim may do all where that is granted. */
    public static final class ByProperty extends AuthorizationStrategy {

        private static ACL of(boolean granted, boolean visible) {
            return ACL.lambda2((who, what) -> who.equals(ACL.SYSTEM2)
                    || what == Jenkins.READ
                    || visible && (what == Item.READ || what == Item.DISCOVER)
                    || granted && who.getName().equals("kim"));
        }

        @Override
        public ACL getRootACL() {
            return of(false, false);
        }

        @Override
        public ACL getACL(AbstractItem item) {
            return of(
                    item instanceof AbstractFolder<?> folder
                            && folder.getProperties().get(GrantedBelow.class) != null,
                    true);
        }

        @Override
        public ACL getACL(Job<?, ?> job) {
            boolean below = job.getParent() instanceof AbstractFolder<?> folder
                    && folder.getProperties().get(GrantedBelow.class) != null;
            return of(below || job.getProperty(Granted.class) != null, false);
        }

        @Override
        public Collection<String> getGroups() {
            return List.of();
        }
    }

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        hidden = rule.createProject(Folder.class, "hidden");
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new ByProperty());
        rule.jenkins.setCrumbIssuer(null);
        User.getById("kim", true).save();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        String user = Base64.getEncoder().encodeToString("kim:kim".getBytes(StandardCharsets.UTF_8));
        return client.send(
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                        .header("Authorization", "Basic " + user)
                        .header("Content-Type", "application/xml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String xml(Class<?> type) {
        return "<" + type.getName().replace("$", "_-") + "/>";
    }

    private void configure(String path, String xml) throws Exception {
        String project = "<project>" + xml + "<properties>" + xml(Granted.class) + "</properties></project>";
        HttpResponse<String> answer = call("POST", path + "config.xml", project);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private FreeStyleProject own(String name) throws Exception {
        FreeStyleProject own = jenkins.createFreeStyleProject(name);
        own.addProperty(new Granted());
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

        HttpResponse<String> shown = call("GET", "job/secret/1/api/json?depth=2", "");
        assertFalse(shown.body().contains("LAPTOP-7"), shown.body());
        assertFalse(call("GET", "job/secret/1/", "").body().contains("LAPTOP-7"));
        HttpResponse<String> led = call("GET", "job/secret/1/remoteAssistance/session?request=" + REQUEST, "");
        assertEquals(404, led.statusCode(), led.headers()::toString);
    }

    /** For a moment, while Jenkins reads the XML that makes it a job of its own again. */
    @Test
    void aBuildThatHasGotIntoAnotherJobHasNoLink() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret"));
        log(build);
        FreeStyleBuild other = jenkins.buildAndAssertSuccess(own("own"));
        record(other);

        HttpResponse<String> shown = call("GET", "job/own/1/api/json?depth=2", "");

        assertTrue(shown.body().contains("LAPTOP-7"), shown.body());
        assertFalse(shown.body().contains(LINK), shown.body());
        assertEquals(
                404,
                call("GET", "job/own/1/remoteAssistance/session?request=" + REQUEST, "")
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
        call("POST", "job/own/build?delay=0sec", "");
        await().until(() -> own.getLastBuild() != null && !own.getLastBuild().isBuilding());

        CredentialLookup lookup = CredentialLookup.of(own.getLastBuild());
        assertThrows(InvalidInputException.class, () -> AppCredentials.find("intune-app", lookup));
    }

    private void view(String column) throws Exception {
        HttpResponse<String> made = call("POST", "user/kim/my-views/createView?name=v", """
            <hudson.model.ListView><name>v</name><filterExecutors>false</filterExecutors><filterQueue>false</filterQueue>
            <properties class="hudson.model.View$PropertyList"/>
            <jobNames><comparator class="java.lang.String$CaseInsensitiveComparator"/></jobNames>
            <jobFilters/><columns>%s</columns><recurse>false</recurse></hudson.model.ListView>
            """.formatted(column));
        assertEquals(200, made.statusCode(), made.body());
    }

    private static String madeUpFolder(String items) {
        return "<com.cloudbees.hudson.plugins.folder.Folder><name>hidden</name>"
                + "<parent class='hudson.model.Hudson'><items class='linked-hash-map'/><views/></parent><properties>"
                + xml(GrantedBelow.class) + "</properties><items class='linked-hash-map'>" + items
                + "</items></com.cloudbees.hudson.plugins.folder.Folder>";
    }

    @Test
    void aMadeUpFolderThatIsRenamedTakesNoLogWithIt() throws Exception {
        log(jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret")));
        Folder mine = jenkins.createProject(Folder.class, "mine");
        mine.getProperties().add(new GrantedBelow());
        mine.createProject(FreeStyleProject.class, "secret");
        view(madeUpFolder("<entry><string>secret</string>"
                + "<hudson.model.FreeStyleProject resolves-to='hudson.model.AbstractItem$Replacer'>"
                + "<fullName>mine/secret</fullName></hudson.model.FreeStyleProject></entry>"));

        call("POST", "user/kim/my-views/view/v/columns/0/confirmRename?newName=mine", "");
        // What comes later is handled later.
        AssistanceLog.get().log().renamed("a", "b", true);
        hidden.renameTo("hidden2");

        await().until(() -> index().knowsJob("hidden2/secret"));
        HttpResponse<String> shown = call("GET", "job/mine/job/secret/intune-assistance-log/csv", "");
        assertFalse(shown.body().contains("LAPTOP-7"), shown.body());
        assertEquals(200, shown.statusCode(), shown.body());
    }

    @Test
    void aMadeUpFolderThatIsDeletedTakesNoLogFromItsJobs() throws Exception {
        log(jenkins.buildAndAssertSuccess(hidden.createProject(FreeStyleProject.class, "secret")));
        view(madeUpFolder(""));

        call("POST", "user/kim/my-views/view/v/columns/0/doDelete", "");
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
