package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.Map;
import java.util.Optional;

/**
 * A device as Graph shows it at one moment: its session link or error, and what people should know of it.
 *
 * @param link the session link
 * @param error what went wrong with a session, in Intune's words on one line; the empty string for nothing
 * @param details what people should know of the device
 */
public record DeviceReading(SessionLink link, String error, DeviceDetails details) {

    /** What to select: the link and the error come only when they are selected by name. */
    public static final String SELECT =
            "?" + DeviceDetails.SELECT + ",remoteAssistanceSessionUrl,remoteAssistanceSessionErrorDetails";

    /**
     * Reads a device as Graph returns it.
     *
     * @param asked where it was asked for
     * @return empty if the answer is not a device, or another one: a gateway may send somebody else's answer
     */
    public static Optional<DeviceReading> of(HttpReply reply, DeviceAddress asked) {
        if (reply.status() != 200 || reply.truncated()) {
            return Optional.empty();
        }
        return Json.object(reply.body())
                .flatMap(device -> DeviceDetails.of(device)
                        .filter(details -> asked.mayBe(details.id()))
                        .map(details -> new DeviceReading(
                                // Unset is null or the empty string.
                                new SessionLink(Json.text(device, "remoteAssistanceSessionUrl")
                                        .orElse("")),
                                error(device),
                                details)));
    }

    private static String error(Map<String, Object> device) {
        return PlainText.oneLine(
                Json.text(device, "remoteAssistanceSessionErrorDetails").orElse(""), 300);
    }
}
