package io.jenkins.plugins.intune.metrics;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Files;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Reads what is counted from the Metrics plugin's own page. */
@WithJenkins
class MetricsJenkinsTest {

    private static final String PREFIX = "jenkins.intune.";

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void theMetricsPluginShowsWhatIsDocumentedAndWhatWasDone(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("wrong", StandIn.TENANT, "wrong-secret"));
        standIn.device("", "https://get.teamviewer.com/new-4712");
        standIn.answerAction(
                accepted(),
                graphSays(429).withHeader("Retry-After", "6"),
                error(404, "ResourceNotFound", "No device."));
        JSONObject before = page(jenkins);

        run(jenkins, Result.SUCCESS, "deviceId: '" + DEVICE + "', waitForSession: true");
        build(
                jenkins,
                Result.FAILURE,
                "def ask = { id -> requestRemoteAssistance credentialsId: 'intune-app', deviceId: id }\n"
                        + "parallel a: { ask '" + DEVICE + "' }, b: { sleep 2; ask '" + id(2) + "' }");
        standIn.stub(tokenRequest().willReturn(refusal(401, 7000215, "Invalid client secret provided.")));
        run(jenkins, Result.FAILURE, "deviceId: '" + DEVICE + "', credentialsId: 'wrong'");

        JSONObject after = page(jenkins);
        assertEquals(documented(), names(after));
        assertEquals(1, counted(before, after, "requests.session"));
        assertEquals(3, counted(before, after, "requests.failed"));
        assertEquals(0, counted(before, after, "requests.accepted"));
        assertEquals(1, counted(before, after, "answers.throttled"));
        assertEquals(2, counted(before, after, "tokens.requested"));
        assertEquals(1, counted(before, after, "tokens.failed"));
        assertTrue(counted(before, after, "permits.waited") > 0, "what came while Graph made the app wait");
        JSONObject sessions = after.getJSONObject("timers").getJSONObject(PREFIX + "session.duration");
        assertEquals(1, sessions.getInt("count"));
        assertTrue(sessions.getDouble("max") > 0 && sessions.getDouble("max") < 60, sessions::toString);
        assertEquals("seconds", sessions.getString("duration_units"));
    }

    private static void run(JenkinsRule jenkins, Result expected, String arguments) throws Exception {
        String credential = arguments.contains("credentialsId") ? "" : "credentialsId: 'intune-app', ";
        build(jenkins, expected, "requestRemoteAssistance " + credential + arguments);
    }

    private static void build(JenkinsRule jenkins, Result expected, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.buildAndAssertStatus(expected, job);
    }

    private static JSONObject page(JenkinsRule jenkins) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            return JSONObject.fromObject(browser.goTo("metrics/currentUser/metrics", "application/json")
                    .getWebResponse()
                    .getContentAsString());
        }
    }

    private static int counted(JSONObject before, JSONObject after, String name) {
        return count(after, name) - count(before, name);
    }

    private static int count(JSONObject page, String name) {
        return page.getJSONObject("counters").getJSONObject(PREFIX + name).getInt("count");
    }

    private static SortedSet<String> names(JSONObject page) {
        SortedSet<String> names = new TreeSet<>();
        for (String kind : new String[] {"counters", "gauges", "histograms", "meters", "timers"}) {
            for (Object name : page.getJSONObject(kind).keySet()) {
                if (name.toString().startsWith(PREFIX)) {
                    names.add(name.toString());
                }
            }
        }
        return names;
    }

    private static SortedSet<String> documented() throws Exception {
        return Files.readAllLines(Checkout.root().resolve("docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `" + PREFIX))
                .map(line -> line.replaceAll("\\| `([^`]*)`.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
