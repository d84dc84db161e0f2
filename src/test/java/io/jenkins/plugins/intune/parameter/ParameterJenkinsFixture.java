package io.jenkins.plugins.intune.parameter;

import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
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
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept-Language", language)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (user != null) {
            String login = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + login);
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
