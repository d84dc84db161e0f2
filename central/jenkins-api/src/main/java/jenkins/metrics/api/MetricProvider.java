package jenkins.metrics.api;

import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import hudson.ExtensionPoint;
import java.util.Map;

public abstract class MetricProvider implements ExtensionPoint {
    protected static MetricSet metrics(Map<String, Metric> metrics) {
        throw new UnsupportedOperationException();
    }

    public abstract MetricSet getMetricSet();
}
