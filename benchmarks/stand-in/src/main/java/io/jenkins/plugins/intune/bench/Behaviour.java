package io.jenkins.plugins.intune.bench;

import java.util.Map;

/**
 * How the other side behaves at the moment.
 *
 * @param limit how many writes it takes within the window, 0 for any number
 * @param windowMillis the window
 * @param retryAfter whether a refusal says when to come back; Intune often does not
 * @param faults which share of the writes meets a fault, 0 to 1
 * @param waitSeconds 0, or every write is refused with this {@code Retry-After}
 * @param slowMillis how long a slow answer takes
 */
record Behaviour(int limit, int windowMillis, boolean retryAfter, double faults, int waitSeconds, int slowMillis) {

    static final Behaviour WILLING = new Behaviour(0, 20_000, true, 0, 0, 2_000);

    /** This one with some things changed, as the control address takes them. */
    Behaviour with(Map<String, String> changes) {
        return new Behaviour(
                Integer.parseInt(changes.getOrDefault("limit", String.valueOf(limit))),
                Integer.parseInt(changes.getOrDefault("windowMillis", String.valueOf(windowMillis))),
                Boolean.parseBoolean(changes.getOrDefault("retryAfter", String.valueOf(retryAfter))),
                Double.parseDouble(changes.getOrDefault("faults", String.valueOf(faults))),
                Integer.parseInt(changes.getOrDefault("waitSeconds", String.valueOf(waitSeconds))),
                Integer.parseInt(changes.getOrDefault("slowMillis", String.valueOf(slowMillis))));
    }
}
