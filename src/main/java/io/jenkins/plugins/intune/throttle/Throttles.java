package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** TEMPORARY. */
public final class Throttles {
    private final ConcurrentHashMap<String, AppThrottle> map = new ConcurrentHashMap<>();
    private final Clocks clocks;
    private final Scheduler scheduler;
    public Throttles(Clocks c, Scheduler s, RandomGenerator r) { clocks = c; scheduler = s; }
    public AppThrottle of(String tenant, String app) { return map.computeIfAbsent(tenant + "/" + app, k -> new AppThrottle(clocks, scheduler)); }
}
