package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What has become of a fleet's devices so far. Used from one event at a time. */
final class FleetTally {

    private final RequestReport[] reports;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private int done;

    /** @param size how many devices there are */
    FleetTally(int size) {
        reports = new RequestReport[size];
    }

    /** A device's request has ended. */
    void put(int index, RequestReport report) {
        reports[index] = report;
        counts.merge(report.outcome(), 1, Integer::sum);
        done++;
    }

    /** Whether the device has ended. */
    boolean has(int index) {
        return reports[index] != null;
    }

    /** The reports by place, {@code null} for devices that have not ended. */
    RequestReport[] all() {
        return reports.clone();
    }

    int done() {
        return done;
    }

    int total() {
        return reports.length;
    }

    boolean isComplete() {
        return done == reports.length;
    }

    FleetCounts counts() {
        return FleetCounts.of(total(), outcome -> counts.getOrDefault(outcome, 0));
    }

    /** How devices have ended, in the order of the fleet. */
    List<RequestReport> reports() {
        return Arrays.stream(reports).filter(Objects::nonNull).toList();
    }
}
