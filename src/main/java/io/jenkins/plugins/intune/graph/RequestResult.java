package io.jenkins.plugins.intune.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An accepted request.
 *
 * @param report all that is known of it
 * @param durationMillis the time from the start to the answer, in milliseconds
 */
public record RequestResult(RequestReport report, long durationMillis) {

    /** The status of an accepted request: the only one there is. */
    public static final int NO_CONTENT = 204;

    /** How many times the action was sent, at least 1. */
    public int attempts() {
        return report.attempts();
    }

    /**
     * The result as Pipelines see it: texts and numbers under the names of the contract.
     *
     * @param mayAssist whether whoever sees it may have the session link
     */
    public Map<String, Object> toMap(boolean mayAssist) {
        Map<String, Object> known = report.toMap(mayAssist);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", NO_CONTENT);
        List.of("deviceId", "requestId", "clientRequestId", "attempts").forEach(name -> map.put(name, known.get(name)));
        map.put("durationMillis", durationMillis);
        List.of("sessionUrl", "sessionError").forEach(name -> map.put(name, known.get(name)));
        return map;
    }
}
