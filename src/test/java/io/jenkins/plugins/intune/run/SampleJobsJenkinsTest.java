package io.jenkins.plugins.intune.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The jobs that {@code bin/run jenkins} offers do what their descriptions say. */
@WithJenkins
class SampleJobsJenkinsTest {

    @TempDir
    private Path home;

    @Test
    void eachEndsAsItSays(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = SampleDevices.start()) {
            SampleHome.write(home, standIn.root());
            IntuneJenkinsFixture.useStandIn(standIn);
            ConfigurationAsCode.get().configure(home.resolve("jenkins.yaml").toString());
            Map<String, Result> ended = new TreeMap<>();
            for (Path folder : folders()) {
                String name = folder.getFileName().toString();
                try (InputStream xml = Files.newInputStream(folder.resolve("config.xml"))) {
                    TopLevelItem job = jenkins.jenkins.createProjectFromXML(name, xml);
                    // One after the other: the fleet asks the same devices, and one of its links would be found by
                    // another job.
                    Run<?, ?> run = (Run<?, ?>) ((ParameterizedJobMixIn.ParameterizedJob<?, ?>) job)
                            .scheduleBuild2(0)
                            .get();
                    ended.put(name, run.getResult());
                }
            }

            assertEquals(expected(), ended);
            Job<?, ?> fleet = (Job<?, ?>) jenkins.jenkins.getItem("pipeline-fleet");
            jenkins.assertLogContains("Accepted 4 of 5", fleet.getLastBuild());
        }
    }

    private List<Path> folders() throws Exception {
        try (Stream<Path> folders = Files.list(home.resolve("jobs"))) {
            return folders.sorted().toList();
        }
    }

    private static Map<String, Result> expected() {
        Map<String, Result> expected = new TreeMap<>();
        for (SampleDevices device : SampleDevices.values()) {
            expected.put(
                    "pipeline-" + device.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    device.isAsked() ? Result.SUCCESS : Result.FAILURE);
        }
        expected.put("pipeline-fleet", Result.UNSTABLE);
        expected.put("freestyle-with-parameter", Result.SUCCESS);
        return expected;
    }
}
