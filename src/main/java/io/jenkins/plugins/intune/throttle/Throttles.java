package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.util.random.RandomGenerator;

public final class Throttles {
    public Throttles(Clocks c, Scheduler s, RandomGenerator r) {}
    public AppThrottle of(String tenant, String app) { return new AppThrottle(); }
}
