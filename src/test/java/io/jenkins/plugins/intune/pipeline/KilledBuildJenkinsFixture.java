package io.jenkins.plugins.intune.pipeline;

import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** The Pipeline {@code job} of a Jenkins that is killed, as the process of that Jenkins sees it. */
final class KilledBuildJenkinsFixture {

    private KilledBuildJenkinsFixture() {}

    /** Starts a build, and says which number it has. */
    static int start(JenkinsRule jenkins) throws Exception {
        return jenkins.jenkins
                .getItemByFullName("job", WorkflowJob.class)
                .scheduleBuild2(0)
                .waitForStart()
                .getNumber();
    }

    /** The result of the first build, and its log. */
    static String ending(JenkinsRule jenkins) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
        jenkins.waitForCompletion(run);
        return run.getResult() + "\n" + JenkinsRule.getLog(run);
    }
}
