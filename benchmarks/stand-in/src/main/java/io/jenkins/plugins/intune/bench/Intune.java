package io.jenkins.plugins.intune.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What Intune makes of requests: the limit, faults by turns, sessions. Knows nothing of HTTP. Thread-safe. */
final class Intune {

    /**
     * What becomes of one write.
     *
     * @param status the answer's status, or 0 for a connection that breaks
     * @param retryAfter the answer's field of that name, in seconds, or {@code null}
     * @param delayMillis how long the answer takes
     */
    record Verdict(int status, Long retryAfter, int delayMillis) {}

    /** The client id that peers have by default. */
    private static final String SCRIPTS_APP = "33333333-aaaa-4bbb-8ccc-444444444444";

    private final Throttle throttle = new Throttle();
    private final Counts counts = new Counts();
    private final Writes all = new Writes();
    /** Faults come evenly and in turn, so that two runs meet the same ones. */
    private final AtomicInteger taken = new AtomicInteger();

    private volatile Behaviour behaviour;

    Intune(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    Counts counts() {
        return counts;
    }

    Writes writes() {
        return all;
    }

    /** Somebody's script, which shares the app of most peers, uses a place if there is one. */
    void writeOfScript() {
        all.add("script", throttle.take(SCRIPTS_APP, behaviour).isPresent());
    }

    /** A request for remote assistance on a device arrives. */
    Verdict write(String app, String device) {
        Behaviour now = behaviour;
        counts.count("writes");
        if (now.waitSeconds() > 0) {
            counts.count("status429");
            return new Verdict(429, (long) now.waitSeconds(), 0);
        }
        Optional<Duration> full = throttle.take(app, now);
        all.add(device, full.isPresent());
        if (full.isPresent()) {
            counts.count("status429");
            long seconds = full.get().plusMillis(999).toSeconds();
            return new Verdict(429, now.retryAfter() ? seconds : null, 0);
        }
        int number = taken.incrementAndGet();
        int fault = (int) (number * now.faults());
        if (fault > (int) ((number - 1) * now.faults())) {
            return fault(fault, device, now);
        }
        counts.accept(device);
        return new Verdict(204, null, 0);
    }

    /** Every kind in turn; what leaves a doubt comes both with and without a session. */
    private Verdict fault(int number, String device, Behaviour now) {
        counts.count("faults");
        boolean opened = number / 6 % 2 == 0;
        switch (number % 6) {
            case 0 -> {
                return new Verdict(429, null, 0);
            }
            case 1 -> {
                return new Verdict(429, 1L, 0);
            }
            case 2 -> {
                return new Verdict(503, null, 0);
            }
            case 3 -> {
                acceptIf(opened, device);
                return new Verdict(500, null, 0);
            }
            case 4 -> {
                acceptIf(opened, device);
                return new Verdict(0, null, 0);
            }
            default -> {
                counts.accept(device);
                return new Verdict(204, null, now.slowMillis());
            }
        }
    }

    private void acceptIf(boolean opened, String device) {
        if (opened) {
            counts.accept(device);
        }
    }

    /** The device as Graph shows it: with a session link of its own for each request that was accepted. */
    String read(String device) {
        counts.count("reads");
        int times = counts.accepted(device);
        return "{\"id\":\"" + device + "\",\"deviceName\":\"LAPTOP-7\",\"serialNumber\":\"SN-7\","
                + "\"userPrincipalName\":\"anna@contoso.com\",\"operatingSystem\":\"Windows\","
                + "\"managedDeviceOwnerType\":\"company\",\"lastSyncDateTime\":\"2026-11-20T08:00:00Z\","
                + "\"remoteAssistanceSessionUrl\":"
                + (times == 0 ? "null" : "\"https://get.teamviewer.example/s/" + device + "/" + times + "\"")
                + ",\"remoteAssistanceSessionErrorDetails\":null}";
    }

    /** An error as Graph words it. */
    static String error(int status) {
        return "{\"error\":{\"code\":\"Status" + status + "\",\"message\":\"The stand-in was told to say so.\","
                + "\"innerError\":{\"date\":\"2026-11-24T00:00:00\","
                + "\"request-id\":\"5a9cb2a8-0000-4000-8000-00000000dead\"}}}";
    }
}
