package io.jenkins.plugins.intune.parameter;

import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.parameter;
import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.with;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.ParameterValue;
import java.util.List;
import java.util.TreeMap;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The parameter is written the same way by a form, a Pipeline, Job DSL and the Snippet Generator. */
@WithJenkins
class ParameterFormsJenkinsTest {

    private static IntuneDeviceParameterDefinition complete() {
        IntuneDeviceParameterDefinition parameter = parameter();
        parameter.setDescription("Which one?");
        parameter.setBy(List.of("deviceName", "serialNumber"));
        parameter.setNamePrefix("KIOSK-");
        parameter.setDefaultValue("deviceName: KIOSK-7");
        return parameter;
    }

    private static IntuneDeviceParameterDefinition of(Job<?, ?> job) {
        return IntuneDeviceParameterDefinition.of(job, "D").orElseThrow();
    }

    private static void assertSame(IntuneDeviceParameterDefinition expected, IntuneDeviceParameterDefinition found) {
        assertEquals(expected.getDescription(), found.getDescription());
        assertEquals(expected.getCredentialsId(), found.getCredentialsId());
        assertEquals(
                expected.getBy() == null
                        ? null
                        : expected.getBy().stream().sorted().toList(),
                found.getBy() == null ? null : found.getBy().stream().sorted().toList());
        assertEquals(expected.getNamePrefix(), found.getNamePrefix());
        assertEquals(expected.getDefaultValue(), found.getDefaultValue());
    }

    @Test
    void theFormKeepsWhatIsTyped(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        IntuneDeviceParameterDefinition one = parameter();
        one.setBy(List.of("userPrincipalName"));
        IntuneDeviceParameterDefinition broken = parameter();
        broken.setDefaultValue("LAPTOP-7");
        for (IntuneDeviceParameterDefinition parameter : List.of(complete(), parameter(), one, broken)) {
            assertSame(parameter, of(jenkins.configRoundtrip(with(job, parameter))));
        }
    }

    @Test
    void allPropertiesAreTheSameAsNone() {
        IntuneDeviceParameterDefinition parameter = parameter();
        parameter.setBy(List.of("userPrincipalName", "deviceName", "entraDeviceId", "serialNumber"));
        assertNull(parameter.getBy());
        parameter.setBy(List.of());
        assertNull(parameter.getBy());
    }

    private static String snippet(IntuneDeviceParameterDefinition parameter) {
        return Snippetizer.object2Groovy(DescribableModel.uninstantiate2_(parameter));
    }

    @Test
    void theSnippetGeneratorWritesWhatAPipelineReads(JenkinsRule jenkins) throws Exception {
        String snippet = snippet(complete());
        assertEquals(
                "intuneDevice by: ['deviceName', 'serialNumber'], credentialsId: 'intune-app', defaultValue: 'deviceName: "
                        + "KIOSK-7', description: 'Which one?', name: 'D', namePrefix: 'KIOSK-'",
                snippet);
        String parenthesized = snippet.replaceFirst(" ", "(") + ")";
        WorkflowJob scripted = run(jenkins, "properties([parameters([" + parenthesized + "])])");
        assertSame(complete(), of(scripted));

        WorkflowJob declarative = run(
                jenkins,
                "pipeline { agent none\nparameters { " + snippet
                        + " }\nstages { stage('x') { steps { echo 'x' } } } }");
        assertSame(complete(), of(declarative));

        assertEquals("intuneDevice credentialsId: 'intune-app', name: 'D'", snippet(parameter()));
    }

    @Test
    void aValueIsWrittenWithoutWhatItsDeviceIsCalled(JenkinsRule jenkins) {
        ParameterValue value = new IntuneDeviceParameterValue("D", DEVICE);
        assertEquals(
                "{name=D, value=" + DEVICE + "}",
                new TreeMap<>(DescribableModel.uninstantiate2_(value).getArguments()).toString());
    }

    private static WorkflowJob run(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.buildAndAssertSuccess(job);
        return job;
    }

    @Test
    void jobDslMakesOne(JenkinsRule jenkins) throws Exception {
        FreeStyleProject seed = jenkins.createFreeStyleProject("seed");
        ExecuteDslScripts dsl = new ExecuteDslScripts();
        dsl.setScriptText("""
                freeStyleJob('made') {
                    parameters {
                        intuneDevice {
                            name('D')
                            description('Which one?')
                            credentialsId('intune-app')
                            by(['deviceName', 'serialNumber'])
                            namePrefix('KIOSK-')
                            defaultValue('deviceName: KIOSK-7')
                        }
                    }
                }
                """);
        seed.getBuildersList().add(dsl);
        jenkins.buildAndAssertSuccess(seed);

        assertSame(complete(), of(jenkins.jenkins.getItemByFullName("made", FreeStyleProject.class)));
    }
}
