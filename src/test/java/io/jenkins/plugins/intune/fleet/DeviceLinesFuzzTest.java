package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.nio.charset.StandardCharsets;

/** Lists of devices: whatever is in them, they are devices, or a sentence says why not. */
class DeviceLinesFuzzTest {

    @FuzzTest
    void anyList(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        try {
            var devices = DeviceLines.read("deviceLines", text);
            assertFalse(devices.isEmpty());
            assertTrue(devices.size() <= text.lines().count() + 1, "no more devices than lines");
            devices.forEach(device -> assertEquals(1, device.toString().lines().count(), device::toString));
        } catch (InvalidInputException said) {
            assertEquals(1, said.getMessage().lines().count(), said::getMessage);
        }
    }
}
