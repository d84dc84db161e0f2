package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a list of devices.
 *
 * @param devices the devices on it, in Graph's order; there may be none although another page follows
 * @param nextLink the address of the next page, as Graph wrote it
 * @see <a href="https://learn.microsoft.com/graph/paging">Paging</a>
 */
record DeviceList(List<DeviceDetails> devices, Optional<String> nextLink) {

    /**
     * Reads a list as Graph returns it.
     *
     * @return empty if the answer is anything else: half a list must not pass for the whole
     */
    static Optional<DeviceList> of(HttpReply reply) {
        if (reply.status() != 200 || reply.truncated()) {
            return Optional.empty();
        }
        Optional<Map<String, Object>> page = Json.object(reply.body());
        Optional<List<?>> items = page.flatMap(body -> Json.list(body, "value"));
        if (items.isEmpty()) {
            return Optional.empty();
        }
        List<DeviceDetails> devices = new ArrayList<>();
        for (Object item : items.get()) {
            Optional<DeviceDetails> device =
                    item instanceof Map<?, ?> object ? DeviceDetails.of(object) : Optional.empty();
            if (device.isEmpty()) {
                return Optional.empty();
            }
            devices.add(device.get());
        }
        return Optional.of(new DeviceList(devices, Json.text(page.get(), "@odata.nextLink")));
    }
}
