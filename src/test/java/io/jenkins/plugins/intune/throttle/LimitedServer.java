package io.jenkins.plugins.intune.throttle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Intune's side: so many requests of an app within any window, and so many of all apps of the tenant. */
final class LimitedServer {

    /** What a throttled answer says about when to come back. */
    enum Telling {
        NOTHING,
        WHOLE_SECONDS,
        TEN_SECONDS
    }

    /**
     * @param strict whether throttled requests count, too
     * @param everyNthFails of how many requests one is throttled although there is room, 0 for none
     */
    record Rules(int perApp, int perTenant, boolean strict, Telling telling, int everyNthFails) {}

    /** @param retryAfter the field of a throttled answer */
    record Answer(boolean accepted, Optional<Duration> retryAfter) {}

    static final Duration WINDOW = Duration.ofSeconds(20);

    private final VirtualTime time;
    private final Rules rules;
    private final Map<String, ArrayDeque<Duration>> counted = new HashMap<>();
    private final ArrayDeque<Duration> countedOfTenant = new ArrayDeque<>();
    private int taken;
    private int moods;
    private final List<Duration> accepted = new ArrayList<>();

    LimitedServer(VirtualTime time, Rules rules) {
        this.time = time;
        this.rules = rules;
    }

    Answer take(String app) {
        Duration now = time.passed();
        ArrayDeque<Duration> own = counted.computeIfAbsent(app, first -> new ArrayDeque<>());
        for (ArrayDeque<Duration> window : List.of(own, countedOfTenant)) {
            while (!window.isEmpty() && now.minus(window.peek()).compareTo(WINDOW) >= 0) {
                window.remove();
            }
        }
        boolean takes = own.size() < rules.perApp() && countedOfTenant.size() < rules.perTenant();
        if (takes || rules.strict()) {
            own.add(now);
            countedOfTenant.add(now);
        }
        if (takes && rules.everyNthFails() > 0 && ++taken % rules.everyNthFails() == 0) {
            moods++;
            return new Answer(false, moods % 3 == 0 ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
        }
        if (takes) {
            accepted.add(now);
            return new Answer(true, Optional.empty());
        }
        ArrayDeque<Duration> full = own.size() >= rules.perApp() ? own : countedOfTenant;
        Duration rest = full.peek().plus(WINDOW).minus(now);
        return new Answer(
                false,
                switch (rules.telling()) {
                    case NOTHING -> Optional.empty();
                    case WHOLE_SECONDS ->
                        Optional.of(
                                Duration.ofSeconds(rest.plusNanos(999_999_999).toSeconds()));
                    case TEN_SECONDS -> Optional.of(Duration.ofSeconds(10));
                });
    }

    /** How many requests were throttled although there was room, and counted. */
    int moods() {
        return moods;
    }

    /** When requests were accepted. */
    List<Duration> accepted() {
        return accepted;
    }
}
