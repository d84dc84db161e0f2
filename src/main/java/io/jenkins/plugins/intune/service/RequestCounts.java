package io.jenkins.plugins.intune.service;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How requests have ended since Jenkins started: those for one device, and those of fleets that were begun. Thread-safe. */
@Restricted(NoExternalUse.class)
public final class RequestCounts {

    private final Map<Outcome, LongAdder> ended =
            Stream.of(Outcome.values()).collect(Collectors.toMap(Function.identity(), outcome -> new LongAdder()));
    private volatile Consumer<Duration> sessions = time -> {};

    void count(RequestReport report, Instant now) {
        ended.get(report.outcome()).increment();
        if (report.outcome() == Outcome.SESSION && report.trace() != null) {
            sessions.accept(Duration.between(report.trace().sentAt(), now));
        }
    }

    /** How many requests have ended with this outcome. */
    public long ended(Outcome outcome) {
        return ended.get(outcome).sum();
    }

    /**
     * Reports each session from now on.
     *
     * @param times gets the time from the request's leaving until its session link was there; must not block
     */
    public void onSession(Consumer<Duration> times) {
        sessions = times;
    }
}
