package io.jenkins.plugins.intune.parameter;

import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.parameter;
import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.with;
import static io.jenkins.plugins.intune.standin.DeviceLists.device;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.EnvVars;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterValue;
import hudson.util.Secret;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.CaptureEnvironmentBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;

/** Ways in which other plugins bring a value past the look-up, and past what the parameter's author permits. */
@WithJenkins
class WithoutLookUpJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;
    private ParameterJenkinsFixture fixture;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        fixture = ParameterJenkinsFixture.prepare(rule, standIn);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    /** An address of a build at which an {@code input} step is answered, as the REST API of Pipelines has one. */
    public static final class OtherAddress implements Action {

        private final WorkflowRun run;

        OtherAddress(WorkflowRun run) {
            this.run = run;
        }

        @Override
        public String getIconFileName() {
            return null;
        }

        @Override
        public String getDisplayName() {
            return null;
        }

        @Override
        public String getUrlName() {
            return "other";
        }

        public void doAnswer(@QueryParameter String input) throws Exception {
            run.getAction(InputAction.class).getExecution(input).doProceed(Stapler.getCurrentRequest2());
        }
    }

    /** Every Pipeline has that address. */
    @TestExtension
    public static final class OtherAddresses extends TransientActionFactory<WorkflowRun> {

        @Override
        public Class<WorkflowRun> type() {
            return WorkflowRun.class;
        }

        @Override
        public Collection<? extends Action> createFor(WorkflowRun run) {
            return List.of(new OtherAddress(run));
        }
    }

    @Test
    void anAnswerByAnotherPluginsAddressIsNoDevice() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "def d = input(id: 'Which', message: 'Which?', parameters: [intuneDevice(name: 'D',"
                        + " credentialsId: 'intune-app', namePrefix: 'KIOSK-')])\necho \"got ${d}.\"",
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Input requested", run);
        String json = "{\"parameter\":{\"name\":\"D\",\"value\":\"" + DEVICE + "\"}}";

        fixture.post(run.getUrl() + "other/answer?input=Which", null, "en", Map.of("json", json));

        jenkins.assertLogContains("got null.", jenkins.waitForCompletion(run));
    }

    @Test
    void aValueForNoParameterOfTheJobIsInNoEnvironment() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        job.getBuildersList().add(environment);
        ParametersAction safe = new ParametersAction(List.of(new IntuneDeviceParameterValue("D", DEVICE)), Set.of("D"));

        Run<?, ?> run = job.scheduleBuild2(0, new Cause.UserIdCause(), safe).get();

        jenkins.assertBuildStatusSuccess(run);
        EnvVars variables = environment.getEnvVars();
        assertFalse(variables.containsKey("D"), variables.toString());
    }

    /** By the parameter of another job, or by whoever has made it up in XML. */
    @Test
    void whatSaysThatItWasReadIsReadAgain() throws Exception {
        IntuneDeviceParameterDefinition kiosks = parameter();
        kiosks.setNamePrefix("KIOSK-");
        FreeStyleProject job = with(jenkins.createFreeStyleProject(), kiosks);
        DeviceDetails kiosk = new DeviceDetails(DEVICE, "KIOSK-1", "SN-1", "Windows", "anna@contoso.com", "", "");
        ParametersAction made = new ParametersAction(new IntuneDeviceParameterValue("D", kiosk));

        Run<?, ?> run = job.scheduleBuild2(0, new Cause.UserIdCause(), made).get();

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("KIOSK-", run);
    }

    /** Jenkins expands variables within variables, passwords among them, and devices are named by people. */
    @Test
    void aDevicesNameBringsNoPasswordIntoALog() throws Exception {
        standIn.stub(search().willReturn(page(null, device("a ${PW} $PW c", 1))));
        PasswordParameterDefinition password = new PasswordParameterDefinition("PW", Secret.fromString("s3cret"), "");
        WorkflowJob pipeline = jenkins.createProject(WorkflowJob.class);
        pipeline.addProperty(new ParametersDefinitionProperty(parameter(), password));
        pipeline.setDefinition(new CpsFlowDefinition(
                "echo \"<${env.D_DEVICE}>\"\nnode { withEnv(['INNER=1']) { echo \"<${env.D_DEVICE}>\" } }", true));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(parameter(), password));
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        job.getBuildersList().add(environment);

        assertEquals(201, fixture.start(pipeline, "serialNumber: SN-1").statusCode());
        assertEquals(201, fixture.start(job, "serialNumber: SN-1").statusCode());

        jenkins.assertLogNotContains("s3cret", fixture.last(pipeline));
        jenkins.assertLogContains("<a _{PW} _PW c>", fixture.last(pipeline));
        fixture.last(job);
        assertEquals("a _{PW} _PW c", environment.getEnvVars().get("D_DEVICE"));
    }

    /** Of several lists of parameters, Pipelines see the first one alone. */
    @Test
    void theListThatAPipelineSeesStaysTheFirst() throws Exception {
        WorkflowJob job = with(jenkins.createProject(WorkflowJob.class), parameter());
        job.setDefinition(new CpsFlowDefinition("echo \"D=${params.D} OTHER=${params.OTHER}.\"", true));
        ParametersAction first = new ParametersAction(
                List.of(
                        new IntuneDeviceParameterValue("D", "serialNumber: SN-1"),
                        new StringParameterValue("OTHER", "chosen")),
                Set.of("OTHER"));
        ParametersAction second = new ParametersAction(List.of(new StringParameterValue("A", "a")), Set.of("A"));

        WorkflowRun run = job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()), first, second)
                .get();

        jenkins.assertLogContains("D=" + id(1) + " OTHER=chosen.", run);
        assertEquals(2, run.getActions(ParametersAction.class).size());
    }

    /** Where two plugins start a build together, each brings parameters of its own. */
    @Test
    void eachOfSeveralListsOfParametersIsRead() throws Exception {
        FreeStyleProject job = with(jenkins.createFreeStyleProject(), parameter());
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        job.getBuildersList().add(environment);
        ParametersAction first = new ParametersAction(List.of(new StringParameterValue("A", "a")), Set.of("A"));
        ParametersAction second = new ParametersAction(new IntuneDeviceParameterValue("D", "serialNumber: SN-1"));

        jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new Cause.UserIdCause(), first, second).get());

        assertEquals(id(1), environment.getEnvVars().get("D"));
        assertEquals("a", environment.getEnvVars().get("A"), "and what it brings besides is kept");

        IntuneDeviceParameterDefinition kiosks = parameter();
        kiosks.setNamePrefix("KIOSK-");
        with(job, kiosks);
        jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(0, new Cause.UserIdCause(), first, second).get());
    }
}
