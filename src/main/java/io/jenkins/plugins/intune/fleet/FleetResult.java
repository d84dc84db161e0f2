package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.RequestReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fleet that has ended.
 *
 * @param verdict what it makes of the build
 * @param message how it ended, in a paragraph for people
 * @param counts the numbers
 * @param reports what became of each device that was begun, in the order of the fleet
 */
public record FleetResult(FailWhen.Verdict verdict, String message, FleetCounts counts, List<RequestReport> reports) {

    /** What is told of each device, in this order. */
    static final List<String> COLUMNS = List.of(
            "device",
            "deviceId",
            "deviceName",
            "outcome",
            "message",
            "startedAt",
            "acceptedAt",
            "requestId",
            "clientRequestId",
            "attempts",
            "sessionUrl",
            "sessionError");

    /**
     * The result as Pipelines see it: the counts, and under {@code results} a map for each device.
     *
     * @param mayAssist whether whoever sees it may have the session links
     */
    public Map<String, Object> toMap(boolean mayAssist) {
        Map<String, Object> map = new LinkedHashMap<>(counts.toMap());
        List<Object> results = new ArrayList<>(reports.size());
        reports.forEach(report -> results.add(device(report, mayAssist)));
        map.put("results", results);
        return map;
    }

    /**
     * One device as Pipelines and downloads show it: texts and numbers under the names of {@link #COLUMNS}.
     *
     * @param mayAssist whether whoever sees it may have the session link
     */
    public static Map<String, Object> device(RequestReport report, boolean mayAssist) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("device", report.device());
        map.put("deviceId", report.deviceId());
        map.put("deviceName", report.deviceName());
        map.put("outcome", report.outcome().id());
        map.put("message", report.message());
        map.put("startedAt", report.startedAt().toString());
        map.put(
                "acceptedAt",
                report.acceptedAt() == null ? null : report.acceptedAt().toString());
        map.put("requestId", report.requestId());
        map.put("clientRequestId", report.clientRequestId());
        map.put("attempts", report.attempts());
        map.put("sessionUrl", mayAssist ? report.sessionUrl() : null);
        map.put("sessionError", report.sessionError());
        return map;
    }
}
