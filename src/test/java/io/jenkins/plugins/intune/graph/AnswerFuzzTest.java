package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Answers as they come over the wire, from Graph or from whatever is on the way. */
class AnswerFuzzTest {

    private static final DeviceAddress DEVICE = DeviceAddress.managedDevice("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55");
    private static final URI PAGE = URI.create("https://graph.example/v1.0/deviceManagement/managedDevices");

    @FuzzTest
    void anyAnswer(byte[] bytes) {
        HttpReply reply = reply(new String(bytes, StandardCharsets.UTF_8));
        for (String told : List.of(
                GraphAnswer.explainAction(reply, DeviceForm.MANAGED_DEVICE),
                GraphAnswer.explainDevice(reply, DeviceForm.HEALTH_SCRIPT_DEVICE),
                GraphAnswer.explainList(reply))) {
            assertEquals(1, told.lines().count(), told);
            assertTrue(told.length() < 3_000, told);
            assertFalse(reply.isSuccess() && told.contains("teamviewer"), told);
        }
        RetryAfter.of(reply, Instant.EPOCH)
                .ifPresent(wait -> assertFalse(wait.isNegative() || wait.compareTo(Duration.ofDays(1)) > 0));
        Connector.of(reply);
        DeviceReading.of(reply, DEVICE).ifPresent(device -> {
            assertEquals(1, device.details().describe().lines().count());
            assertFalse(device.link().toString().contains("teamviewer"));
        });
        DeviceList.of(reply, device -> true).ifPresent(AnswerFuzzTest::isAList);
    }

    private static void isAList(DeviceList list) {
        list.devices().forEach(device -> {
            assertEquals(1, device.describeAmongOthers().lines().count());
            assertEquals(36, device.id().length());
        });
        list.nextLink().flatMap(link -> NextPage.of(link, PAGE)).ifPresent(next -> {
            assertEquals("https", next.getScheme().toLowerCase(Locale.ROOT));
            assertEquals("graph.example", next.getHost().toLowerCase(Locale.ROOT));
            assertTrue(next.getPort() < 0 || next.getPort() == 443);
        });
    }

    /** A status, header fields, an empty line and a body. */
    private static HttpReply reply(String wire) {
        String[] parts = wire.split("\n\n", 2);
        String[] lines = parts[0].split("\n", -1);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        int status = lines[0].matches("[0-9]{1,3}") ? Integer.parseInt(lines[0]) : 500;
        return new HttpReply(status, headers, parts.length > 1 ? parts[1] : "", false);
    }
}
