package io.jenkins.plugins.intune.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.jenkins.plugins.intune.SavedObjects;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A step that an older version began is resumed by this one, with all that it needs. */
class SavedStepTest {

    private static final String DEVICE = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";
    private static final RequestOptions OPTIONS = new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.RESEND, 300);

    private static Map<String, Object> samples() throws Exception {
        DeviceAddress device = DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE);
        Map<String, Object> samples = new TreeMap<>();
        samples.put(
                "list",
                new RequestFleetExecution(
                        null, new FleetPlan(List.of(device), OPTIONS, FailWhen.named("any")), "intune-app", true));
        samples.put(
                "step",
                new RequestRemoteAssistanceExecution(
                        null, new RequestPlan(device, OPTIONS, false), "intune-app", FailWhen.named("never")));
        return samples;
    }

    @Test
    void theFirstVersionsStepsAreRead() throws Exception {
        Map<String, Object> saved = SavedObjects.read("steps-1.txt");

        for (Map.Entry<String, Object> each : saved.entrySet()) {
            AssistanceExecution<?> step = (AssistanceExecution<?>) each.getValue();
            assertEquals("intune-app", step.credentialsId(), each::getKey);
            assertEquals(OPTIONS.sessionTimeout(), step.options().sessionTimeout(), each::getKey);
            assertNotNull(step.key(), each::getKey);
        }
        assertEquals(2, saved.size());
    }

    @Test
    void theyAreReadAsTheyAreSavedNow() throws Exception {
        String version = SavedObjects.versionToWrite();
        if (version != null) {
            SavedObjects.write("steps-" + version + ".txt", samples());
        }
        for (Object sample : samples().values()) {
            AssistanceExecution<?> copy = (AssistanceExecution<?>) SavedObjects.copy(sample);
            assertEquals("intune-app", copy.credentialsId());
        }
    }
}
