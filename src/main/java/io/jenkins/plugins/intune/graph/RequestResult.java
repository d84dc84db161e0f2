package io.jenkins.plugins.intune.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An accepted request.
 *
 * @param deviceId the Intune device id, or {@code null} if the device was named by a script's run state
 * @param requestId the id that Graph gave the request, or {@code null} if it sent none
 * @param clientRequestId the id that this side gave it
 * @param attempts how many times the action was sent, at least 1
 * @param durationMillis the time from the start to the answer, in milliseconds
 */
public record RequestResult(
        String deviceId, String requestId, String clientRequestId, int attempts, long durationMillis) {

    /** The status of an accepted request: the only one there is. */
    public static final int NO_CONTENT = 204;

    /** The result as Pipelines see it: texts and numbers under the names of the contract. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", NO_CONTENT);
        map.put("deviceId", deviceId);
        map.put("requestId", requestId);
        map.put("clientRequestId", clientRequestId);
        map.put("attempts", attempts);
        map.put("durationMillis", durationMillis);
        return map;
    }
}
