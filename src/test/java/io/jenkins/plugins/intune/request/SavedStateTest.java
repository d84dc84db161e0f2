package io.jenkins.plugins.intune.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.SavedObjects;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an older version saved is read by this one. */
class SavedStateTest {

    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
    private static final String DEVICE = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";

    private static Map<String, Object> samples() throws Exception {
        DeviceAddress device = DeviceAddress.of(
                DeviceForm.MANAGEMENT_SCRIPT_USER_DEVICE,
                part -> part == DevicePart.USER_ID ? "anna@contoso.com" : DEVICE);
        RequestState fresh = RequestState.startingAt(START);
        RequestState saving =
                fresh.withDevice(DEVICE, "LAPTOP-7").withBefore("d1", "e1").attempting(START.plusSeconds(1), "c-1");
        Map<String, Object> samples = new TreeMap<>();
        samples.put(
                "plan", new RequestPlan(device, new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.RESEND, 300), false));
        samples.put(
                "plan-of-a-look-up",
                new RequestPlan(
                        DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC"),
                        new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.FAIL, 0),
                        true));
        samples.put(
                "plan-of-a-dry-run",
                new RequestPlan(
                        device, new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.FAIL, 0).withDryRun(true), false));
        samples.put("looked-up", fresh.withDevice(DEVICE, ""));
        samples.put("new", fresh);
        samples.put("saving", saving);
        samples.put(
                "backing-off",
                saving.withTokenRenewed(true).heldUntil(START.plusSeconds(80)).backingOffUntil(START.plusSeconds(90)));
        samples.put("settling", saving.settling("It broke.").resending());
        samples.put("watching", saving.answered("r-1").accepted(START.plusSeconds(2), false));
        samples.put("finishing", saving.settling("It broke.").finishing(Outcome.IN_DOUBT, "Because.", "No."));
        return samples;
    }

    @Test
    void theFirstVersionsStateIsRead() throws Exception {
        Map<String, Object> saved = SavedObjects.read("1.txt");

        RequestState waiting = (RequestState) saved.get("backing-off");
        assertEquals(Phase.BACKING_OFF, waiting.phase());
        assertEquals(START, waiting.startedAt());
        assertEquals(START.plusSeconds(1), waiting.sent().sentAt());
        assertEquals(START.plusSeconds(90), waiting.wakeAt());
        assertEquals(START.plusSeconds(80), waiting.heldUntil());
        assertEquals("c-1", waiting.sent().clientRequestId());
        assertEquals("d1", waiting.linkBefore());
        assertEquals("e1", waiting.errorBefore());
        assertEquals(1, waiting.sent().attempts());
        assertTrue(waiting.tokenRenewed());
        assertEquals(DEVICE, waiting.deviceId());
        assertEquals("LAPTOP-7", waiting.deviceName());
        RequestState fresh = (RequestState) saved.get("new");
        assertEquals(Phase.NEW, fresh.phase());
        assertNull(fresh.deviceId());
        assertFalse(fresh.isInDoubt());
        assertTrue(((RequestState) saved.get("saving")).phase().mayHaveLeft());
        RequestState settling = (RequestState) saved.get("settling");
        assertEquals("It broke.", settling.reason());
        assertTrue(settling.isInDoubt());
        assertEquals(1, settling.sent().resends());
        RequestState watching = (RequestState) saved.get("watching");
        assertEquals("r-1", watching.sent().requestId());
        assertEquals(START.plusSeconds(2), watching.acceptedAt());
        RequestState finishing = (RequestState) saved.get("finishing");
        assertEquals(Outcome.IN_DOUBT, finishing.outcome());
        assertEquals("Because.", finishing.message());
        assertEquals("No.", finishing.sessionError());
        RequestPlan plan = (RequestPlan) saved.get("plan");
        assertEquals(120, plan.options().timeout().toSeconds());
        assertEquals(300, plan.options().sessionTimeout().toSeconds());
        assertEquals(OnDoubt.RESEND, plan.options().onDoubt());
        assertFalse(plan.oneOfMany());
        assertFalse(plan.options().dryRun());
        assertTrue(plan.address(fresh)
                .orElseThrow()
                .uri(Cloud.GLOBAL.endpoints().orElseThrow(), plan.options().apiVersion())
                .toString()
                .endsWith("/users/anna@contoso.com/managedDevices/" + DEVICE));
        RequestPlan lookUp = (RequestPlan) saved.get("plan-of-a-look-up");
        assertTrue(lookUp.oneOfMany());
        assertEquals(DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC"), lookUp.target());
        assertEquals(
                Optional.of(DEVICE),
                lookUp.address((RequestState) saved.get("looked-up")).flatMap(DeviceAddress::deviceId));
    }

    @Test
    void whatIsSavedNowIsReadAgain() throws Exception {
        String version = SavedObjects.versionToWrite();
        if (version != null) {
            SavedObjects.write(version + ".txt", samples());
        }
        for (Object sample : samples().values()) {
            Object copy = SavedObjects.copy(sample);
            assertEquals(sample.getClass(), copy.getClass());
            if (sample instanceof RequestState state) {
                assertEquals(state.toMap(), ((RequestState) copy).toMap());
                assertEquals(state.toMap(), RequestState.of(state.toMap()).toMap(), "as a journal has it");
            }
        }
        RequestPlan plan = (RequestPlan) SavedObjects.copy(samples().get("plan-of-a-look-up"));
        assertEquals(DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC"), plan.target());
        RequestPlan dryRun = (RequestPlan) SavedObjects.copy(samples().get("plan-of-a-dry-run"));
        assertTrue(dryRun.options().dryRun(), "it must not become a request");
    }

    @Test
    void whatTheSecondVersionAddedIsRead() throws Exception {
        RequestPlan dryRun = (RequestPlan) SavedObjects.read("2.txt").get("plan-of-a-dry-run");

        assertTrue(dryRun.options().dryRun());
        assertEquals(Outcome.WOULD_FAIL, dryRun.options().failure());
    }
}
