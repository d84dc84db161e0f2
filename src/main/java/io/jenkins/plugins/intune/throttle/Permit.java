package io.jenkins.plugins.intune.throttle;

import java.time.Duration;
import java.util.Optional;

public interface Permit { void answered(Duration d); void throttled(Duration d, Optional<Duration> r); void unused(); Ticket postpone(Runnable called); }
