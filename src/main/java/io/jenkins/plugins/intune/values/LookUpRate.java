package io.jenkins.plugins.intune.values;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits how many look-ups a minute each person, or each job, makes: a token bucket of that size, filled evenly. The memory
 * that it takes is bounded: the person or job whose last look-up is the oldest is forgotten, and then has a full bucket
 * again. Thread-safe; never blocks.
 */
public final class LookUpRate {

    /** Most who are remembered at once. */
    static final int MAX_REMEMBERED = 1_000;

    private static final long MINUTE = 60_000_000_000L;

    /** When a bucket is full again, by the clock. */
    private final Map<String, Long> full = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private final long each;
    private final LongSupplier nanos;

    /**
     * @param perMinute how many look-ups, at least 1
     * @param nanos a clock that never jumps, see {@link System#nanoTime()}
     */
    public LookUpRate(int perMinute, LongSupplier nanos) {
        each = MINUTE / perMinute;
        this.nanos = nanos;
    }

    /**
     * Takes one.
     *
     * @return whether there was one left
     */
    public synchronized boolean take(String who) {
        long now = nanos.getAsLong();
        Long last = full.get(who);
        long next = (last == null || last - now < 0 ? now : last) + each;
        if (next - now > MINUTE) {
            return false;
        }
        full.put(who, next);
        return true;
    }

    /** How many are remembered. */
    synchronized int remembered() {
        return full.size();
    }
}
