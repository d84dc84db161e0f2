package io.jenkins.plugins.intune.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has arrived, and how often each device was accepted: more than once would be a second session. Thread-safe. */
final class Counts {

    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

    void count(String event) {
        events.computeIfAbsent(event, key -> new LongAdder()).increment();
    }

    void accept(String device) {
        count("accepted");
        accepted.merge(device, 1, Integer::sum);
    }

    int accepted(String device) {
        return accepted.getOrDefault(device, 0);
    }

    Map<String, Object> all() {
        Map<String, Object> all = new TreeMap<>();
        events.forEach((event, count) -> all.put(event, count.sum()));
        all.put("devices", accepted.size());
        all.put(
                "devicesTwice",
                accepted.values().stream().filter(times -> times > 1).count());
        return all;
    }
}
