package io.jenkins.plugins.intune.bench;

import java.util.Map;

/**
 * How the other side behaves at the moment.
 *
 * @param limit how many writes of an app it takes within the window, 0 for any number
 * @param tenantLimit how many of all apps together, 0 for any number
 * @param strict whether what it throttles counts as well
 * @param windowMillis the window
 * @param retryAfter whether a refusal says when to come back; Intune often does not
 * @param faults which share of the writes meets a fault, 0 to 1
 * @param waitSeconds 0, or every write is refused with this {@code Retry-After}
 * @param slowMillis how long a slow answer takes
 * @param script how many writes in a window somebody's script makes, evenly and whatever is answered
 */
record Behaviour(
        int limit,
        int tenantLimit,
        boolean strict,
        int windowMillis,
        boolean retryAfter,
        double faults,
        int waitSeconds,
        int slowMillis,
        int script) {

    static final Behaviour WILLING = new Behaviour(0, 0, false, 20_000, true, 0, 0, 2_000, 0);

    /** This one with some things changed, as the control address takes them. */
    Behaviour with(Map<String, String> changes) {
        return new Behaviour(
                number(changes, "limit", limit),
                number(changes, "tenantLimit", tenantLimit),
                Boolean.parseBoolean(changes.getOrDefault("strict", String.valueOf(strict))),
                number(changes, "windowMillis", windowMillis),
                Boolean.parseBoolean(changes.getOrDefault("retryAfter", String.valueOf(retryAfter))),
                Double.parseDouble(changes.getOrDefault("faults", String.valueOf(faults))),
                number(changes, "waitSeconds", waitSeconds),
                number(changes, "slowMillis", slowMillis),
                number(changes, "script", script));
    }

    private static int number(Map<String, String> changes, String name, int otherwise) {
        return Integer.parseInt(changes.getOrDefault(name, String.valueOf(otherwise)));
    }
}
