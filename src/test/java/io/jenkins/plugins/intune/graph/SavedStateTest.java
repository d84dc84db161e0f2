package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.SavedObjects;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an older version saved is read by this one. */
class SavedStateTest {

    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private static Map<String, Object> samples() throws Exception {
        DeviceAddress device = DeviceAddress.of(
                DeviceForm.MANAGEMENT_SCRIPT_USER_DEVICE,
                part -> part == DevicePart.USER_ID ? "anna@contoso.com" : "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55");
        RequestState fresh = RequestState.startingAt(START);
        RequestState sending = fresh.withBefore("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55", "d1", "e1")
                .sending(START.plusSeconds(1), "c-1");
        Map<String, Object> samples = new TreeMap<>();
        samples.put("plan", new RequestPlan(device, ApiVersion.AUTO, 120, OnDoubt.RESEND, 300));
        samples.put(
                "plan-of-a-look-up",
                new RequestPlan(
                        DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC"),
                        ApiVersion.AUTO,
                        120,
                        OnDoubt.FAIL,
                        0));
        samples.put("looked-up", fresh.withDeviceId("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"));
        samples.put("new", fresh);
        samples.put("sending", sending);
        samples.put("waiting", sending.waitingUntil(START.plusSeconds(90)));
        samples.put("in-doubt", sending.inDoubt("It broke."));
        samples.put("accepted", sending.accepted(START.plusSeconds(2), "r-1"));
        samples.put("failed", sending.failed("Because.", true));
        return samples;
    }

    @Test
    void theFirstVersionsStateIsRead() throws Exception {
        Map<String, Object> saved = SavedObjects.read("1.txt");

        RequestState waiting = (RequestState) saved.get("waiting");
        assertEquals(RequestState.Phase.WAITING, waiting.phase());
        assertEquals(START, waiting.startedAt());
        assertEquals(START.plusSeconds(90), waiting.wakeAt());
        assertEquals("c-1", waiting.clientRequestId());
        assertEquals("d1", waiting.linkBefore());
        assertEquals(1, waiting.attempts());
        assertNull(waiting.deviceId());
        assertEquals(RequestState.Phase.NEW, ((RequestState) saved.get("new")).phase());
        assertEquals(RequestState.Phase.SENDING, ((RequestState) saved.get("sending")).phase());
        assertEquals("It broke.", ((RequestState) saved.get("in-doubt")).reason());
        assertEquals("r-1", ((RequestState) saved.get("accepted")).requestId());
        assertEquals("Because.", ((RequestState) saved.get("failed")).reason());
        RequestPlan plan = (RequestPlan) saved.get("plan");
        assertEquals(120, plan.timeout().toSeconds());
        assertEquals(OnDoubt.RESEND, plan.onDoubt());
        assertTrue(plan.address(waiting)
                .orElseThrow()
                .uri(Cloud.GLOBAL.endpoints().orElseThrow(), plan.apiVersion())
                .toString()
                .endsWith("/users/anna@contoso.com/managedDevices/7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"));
        assertFalse(plan.waitsForSession(), "it knew nothing of that");
        assertNull(waiting.deviceId());
    }

    @Test
    void theSecondVersionsStateIsRead() throws Exception {
        Map<String, Object> saved = SavedObjects.read("2.txt");

        RequestState accepted = (RequestState) saved.get("accepted");
        assertEquals("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55", accepted.deviceId());
        assertEquals("d1", accepted.linkBefore());
        assertEquals("e1", accepted.errorBefore());
        assertTrue(accepted.isAccepted());
        assertTrue(((RequestState) saved.get("failed")).failedInDoubt());
        assertEquals(300, ((RequestPlan) saved.get("plan")).sessionTimeout().toSeconds());
        RequestPlan lookUp = (RequestPlan) saved.get("plan-of-a-look-up");
        assertEquals(DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC"), lookUp.target());
        assertEquals(
                Optional.of("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"),
                lookUp.address((RequestState) saved.get("looked-up")).flatMap(DeviceAddress::deviceId));
    }

    @Test
    void whatIsSavedNowIsReadAgain() throws Exception {
        String version = SavedObjects.versionToWrite();
        if (version != null) {
            SavedObjects.write(version + ".txt", samples());
        }
        for (Object sample : samples().values()) {
            assertEquals(sample.getClass(), SavedObjects.copy(sample).getClass());
        }
        RequestPlan plan = (RequestPlan) SavedObjects.copy(samples().get("plan-of-a-look-up"));
        assertEquals(DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC"), plan.target());
        RequestState found = (RequestState) SavedObjects.copy(samples().get("looked-up"));
        assertEquals(
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55",
                plan.address(found).orElseThrow().deviceId().orElseThrow());
    }
}
