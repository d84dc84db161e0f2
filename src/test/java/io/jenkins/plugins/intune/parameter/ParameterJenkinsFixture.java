package io.jenkins.plugins.intune.parameter;

import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** Jobs with a parameter {@code D}, and what people send for it. */
final class ParameterJenkinsFixture {

    /** The line that a Pipeline prints about its device. */
    private static final String SCRIPT = "echo \"got ${params.D} ${env.D} ${env.D_DEVICE} ${env.D_USER}.\"";

    private final HttpClient client = HttpClient.newHttpClient();
    private final JenkinsRule jenkins;

    ParameterJenkinsFixture(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /** In a Jenkins where a POST needs no crumb, with an Intune that finds one device whatever is looked up. */
    static ParameterJenkinsFixture prepare(JenkinsRule jenkins, StandIn standIn) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        jenkins.jenkins.setCrumbIssuer(null);
        standIn.device("");
        standIn.stub(DeviceLists.search().willReturn(DeviceLists.list(1, 1)));
        return new ParameterJenkinsFixture(jenkins);
    }

    static IntuneDeviceParameterDefinition parameter() {
        IntuneDeviceParameterDefinition parameter = new IntuneDeviceParameterDefinition("D");
        parameter.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        return parameter;
    }

    static <J extends Job<?, ?>> J with(J job, IntuneDeviceParameterDefinition parameter) throws Exception {
        job.removeProperty(ParametersDefinitionProperty.class);
        ((Job) job).addProperty(new ParametersDefinitionProperty(parameter));
        return job;
    }

    WorkflowJob pipeline(IntuneDeviceParameterDefinition parameter) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        return with(job, parameter);
    }

    /** What a build of such a Pipeline prints. */
    static String got(String id, String name, String user) {
        return "got " + id + " " + id + " " + name + " " + user + ".";
    }

    /** Sends a form as a user, or as nobody for {@code null}, in a language. */
    HttpResponse<String> post(String path, String user, String language, Map<String, String> form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept-Language", language)
                .POST(HttpRequest.BodyPublishers.ofString(IntuneJenkinsFixture.form(form)));
        if (user != null) {
            request.header("Authorization", IntuneJenkinsFixture.login(user));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Starts a build by REST. */
    HttpResponse<String> start(Job<?, ?> job, String value) throws Exception {
        return post(job.getUrl() + "buildWithParameters", null, "en", Map.of("D", value, "D_DEVICE", "forged"));
    }

    /** The build that was started last, when it is over. */
    Run<?, ?> last(Job<?, ?> job) throws Exception {
        jenkins.waitUntilNoActivity();
        return job.getLastBuild();
    }
}
