package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One page of a list of devices.
 *
 * @param devices the devices on it that were looked for, in Graph's order; there may be none although another page follows
 * @param others the devices on it that were not
 * @param nextLink the address of the next page, as Graph wrote it
 * @see <a href="https://learn.microsoft.com/graph/paging">Paging</a>
 */
record DeviceList(List<DeviceDetails> devices, List<DeviceDetails> others, Optional<String> nextLink) {

    /**
     * Reads a list as Graph returns it.
     *
     * @param wanted tells the devices that were looked for
     * @return empty if the answer is anything else, because half a list must not be taken for the whole
     */
    static Optional<DeviceList> of(HttpReply reply, Predicate<Map<?, ?>> wanted) {
        if (reply.status() != 200 || reply.truncated()) {
            return Optional.empty();
        }
        Optional<Map<String, Object>> page = Json.object(reply.body());
        Optional<List<?>> items = page.flatMap(body -> Json.list(body, "value"));
        if (items.isEmpty()) {
            return Optional.empty();
        }
        List<DeviceDetails> devices = new ArrayList<>();
        List<DeviceDetails> others = new ArrayList<>();
        for (Object item : items.get()) {
            Map<?, ?> object = item instanceof Map<?, ?> map ? map : Map.of();
            Optional<DeviceDetails> device = DeviceDetails.of(object);
            if (device.isEmpty()) {
                return Optional.empty();
            }
            (wanted.test(object) ? devices : others).add(device.get());
        }
        return Optional.of(new DeviceList(devices, others, Json.text(page.get(), "@odata.nextLink")));
    }
}
