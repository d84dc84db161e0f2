package io.jenkins.plugins.intune.throttle;

import java.util.concurrent.atomic.LongAdder;

/** What the throttles of all apps have seen since Jenkins started. Thread-safe. */
public final class ThrottleCounts {

    private final LongAdder throttled = new LongAdder();
    private final LongAdder waited = new LongAdder();

    /** Graph has throttled a call. */
    void countThrottled() {
        throttled.increment();
    }

    /** A request got its permit after a wait. */
    void countWaited() {
        waited.increment();
    }

    /** How many calls Graph has answered with "too many requests", reads among them. */
    public long throttled() {
        return throttled.sum();
    }

    /** How many requests waited for their permit, because of the limit or because Graph said so. */
    public long waited() {
        return waited.sum();
    }
}
