package io.jenkins.plugins.intune.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build's file does not grow for ever with requests that sent nothing. */
@WithJenkins
class ForgottenRequestsJenkinsTest {

    private static RequestReport report(int number, boolean sent) {
        Instant now = Instant.now();
        ReportFixture report = ReportFixture.of(sent ? Outcome.ACCEPTED : Outcome.FAILED)
                .device("device " + number, "id", null)
                .began(now);
        return sent
                ? report.accepted(now).sent(null, ReportFixture.trace(1, now)).report()
                : report.report();
    }

    @Test
    void theFirstOfThoseThatSentNothingAreForgottenAndWhatWasSentIsNot(JenkinsRule jenkins) throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("job"));
        BuildRecords.record(build, "sent", report(0, true), task -> {});
        int unsent = RemoteAssistanceAction.MAX_UNSENT + 2;
        for (int number = 1; number <= unsent; number++) {
            BuildRecords.record(build, "r" + number, report(number, false), task -> {});
        }

        RemoteAssistanceAction action = build.getAction(RemoteAssistanceAction.class);
        assertEquals(1 + RemoteAssistanceAction.MAX_UNSENT, action.getRequests().size());
        assertEquals("device 0", action.getRequests().get(0).getDevice());
        assertEquals("device 3", action.getRequests().get(1).getDevice());
        String page = jenkins.createWebClient().getPage(build).asNormalizedText();
        assertTrue(page.contains("2 more that sent nothing, the first of this build, are not kept."), page);
    }
}
