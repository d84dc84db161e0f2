package io.jenkins.plugins.intune.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MetricSet;
import com.codahale.metrics.Timer;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import jenkins.metrics.api.MetricProvider;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The plugin's counters, for the <a href="https://plugins.jenkins.io/metrics/">Metrics plugin</a> where it is installed,
 * named in its style. {@code docs/metrics.md} has the table. Thread-safe.
 */
@Restricted(NoExternalUse.class)
@OptionalExtension(requirePlugins = "metrics")
public final class IntuneMetrics extends MetricProvider {

    /** Null until the first call: no other extension may be looked up while extensions are being made. */
    private Map<String, Metric> metrics;

    @NonNull
    @Override
    public synchronized MetricSet getMetricSet() {
        if (metrics == null) {
            metrics = collect(RemoteAssistanceService.get());
        }
        return metrics(metrics);
    }

    private static Map<String, Metric> collect(RemoteAssistanceService service) {
        Map<String, Metric> all = new TreeMap<>();
        for (Outcome outcome : Outcome.values()) {
            if (outcome.canEnd(false)) {
                put(all, () -> service.requests().ended(outcome), "requests", outcome.id());
            }
        }
        put(all, service.throttling()::throttled, "answers", "throttled");
        put(all, service.throttling()::waited, "permits", "waited");
        put(all, service.tokenRequests()::requested, "tokens", "requested");
        put(all, service.tokenRequests()::failed, "tokens", "failed");
        Timer sessions = new Timer();
        service.requests().onSession(sessions::update);
        all.put(name("session", "duration"), sessions);
        return all;
    }

    private static void put(Map<String, Metric> all, LongSupplier number, String... name) {
        all.put(name(name), new CounterOf(number));
    }

    private static String name(String... parts) {
        return MetricRegistry.name("jenkins.intune", parts);
    }

    /** A number that is counted elsewhere. */
    private static final class CounterOf extends Counter {

        private final LongSupplier number;

        CounterOf(LongSupplier number) {
            this.number = number;
        }

        @Override
        public long getCount() {
            return number.getAsLong();
        }
    }
}
