package io.jenkins.plugins.intune.index;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the log says of one request. Immutable.
 *
 * @param id the request's, which stays however often it is sent
 * @param clientRequestId of its latest attempt, under which Microsoft's support finds it too
 * @param askedAt when that attempt left
 * @param tenant whose device was asked, as far as that is known
 * @param deviceId the Intune device id, or {@code null} if nobody knew it
 * @param device the device's name, or how it was addressed
 * @param requester who asked
 * @param outcome how it ended, or {@code null} as long as that is not recorded
 * @param opened who has got its session link here, and when first, in that order
 */
public record AuditEntry(
        UUID id,
        UUID clientRequestId,
        Instant askedAt,
        GraphTenant tenant,
        String deviceId,
        String device,
        Requester requester,
        Outcome outcome,
        List<Opening> opened) {

    /** The outcome of a request whose end is not recorded. */
    public static final String PENDING = "pending";

    /** The names under which an entry is told, in this order. */
    public static final List<String> NAMES = List.of(
            "askedAt",
            "device",
            "deviceId",
            "cloud",
            "tenant",
            "outcome",
            "job",
            "build",
            "startedBy",
            "runsAs",
            "clientRequestId",
            "openedBy",
            "openedAt");

    /**
     * Somebody has got the session link here.
     *
     * @param by that person's id
     * @param at the first time
     */
    public record Opening(String by, Instant at) {}

    /** The {@linkplain Outcome#id() outcome}, or {@link #PENDING}. */
    public String outcomeId() {
        return outcome == null ? PENDING : outcome.id();
    }

    /** The entry as downloads and the REST API show it: texts, numbers and lists of texts under {@link #NAMES}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("askedAt", askedAt.toString());
        map.put("device", device);
        map.put("deviceId", deviceId);
        map.put("cloud", tenant.cloud());
        map.put("tenant", tenant.id());
        map.put("outcome", outcomeId());
        map.put("job", requester.job());
        map.put("build", requester.build());
        map.put("startedBy", requester.startedBy());
        map.put("runsAs", requester.runsAs());
        map.put("clientRequestId", clientRequestId.toString());
        map.put("openedBy", opened.stream().map(Opening::by).toList());
        map.put(
                "openedAt",
                opened.stream().map(Opening::at).map(Instant::toString).toList());
        return map;
    }
}
