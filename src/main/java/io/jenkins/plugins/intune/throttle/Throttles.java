package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The throttle of each app in each tenant. One that is in use is never forgotten, and neither is one that knows of requests
 * which Intune still counts; all others are, some time later. Thread-safe.
 */
public final class Throttles {

    private record App(String tenantId, String appId) {}

    /** A throttle: held as long as it knows something, and remembered as long as somebody else holds it. */
    private static final class Entry {
        private WeakReference<AppThrottle> reference;
        private volatile AppThrottle held;
    }

    private final Clocks clocks;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Supplier<Limits> limits;
    private final ThrottleCounts counts = new ThrottleCounts();
    private final Map<App, Entry> entries = new HashMap<>();

    /**
     * @param random thread-safe, because all throttles share it
     * @param limits what each app may use at the moment; {@link #limitsChanged} when that is another number
     */
    public Throttles(Clocks clocks, Scheduler scheduler, RandomGenerator random, Supplier<Limits> limits) {
        this.clocks = clocks;
        this.scheduler = scheduler;
        this.random = random;
        this.limits = limits;
    }

    /**
     * The throttle of an app.
     *
     * @param tenantId the tenant's id, as the token says it; not one of the names that people have for it
     * @param appId the app's id, as the token says it
     */
    public synchronized AppThrottle of(String tenantId, String appId) {
        entries.values().removeIf(Throttles::isForgotten);
        App app = new App(tenantId.toLowerCase(Locale.ROOT), appId.toLowerCase(Locale.ROOT));
        Entry entry = entries.computeIfAbsent(app, missing -> new Entry());
        AppThrottle throttle = entry.reference == null ? null : entry.reference.get();
        if (throttle == null) {
            AppThrottle[] created = new AppThrottle[1];
            throttle = new AppThrottle(clocks, scheduler, random, limits.get(), counts, () -> entry.held = created[0]);
            created[0] = throttle;
            entry.reference = new WeakReference<>(throttle);
        }
        return throttle;
    }

    /** What all of them have seen. */
    public ThrottleCounts counts() {
        return counts;
    }

    /** The limits of an app have changed: applies them to all throttles. */
    public void limitsChanged() {
        Limits now = limits.get();
        all().forEach(throttle -> throttle.limit(now));
    }

    private synchronized List<AppThrottle> all() {
        return entries.values().stream()
                .map(entry -> entry.reference.get())
                .filter(Objects::nonNull)
                .toList();
    }

    synchronized int size() {
        return entries.size();
    }

    private static boolean isForgotten(Entry entry) {
        AppThrottle throttle = entry.held;
        if (throttle != null && throttle.knowsNothing()) {
            entry.held = null;
        }
        return entry.reference.get() == null;
    }
}
