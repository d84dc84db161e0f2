package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A fleet in numbers.
 *
 * @param total devices to ask, each once
 * @param accepted requests that Intune accepted, whatever came of them
 * @param sessions of the accepted ones: those with a session link
 * @param withoutSession of the accepted ones: those whose session was waited for and did not come
 * @param failed requests that were refused, or never sent
 * @param inDoubt requests of which nobody knows whether Intune got them
 * @param duplicates entries that turned out to name a device that another entry names too
 * @param recentlyAsked devices that were left alone, because another build asked them a short time ago
 * @param notAsked devices that were not asked, because the build was aborted
 * @param wouldAsk in a dry run: devices that would be asked
 * @param wouldFail in a dry run: devices that could not be asked
 */
public record FleetCounts(
        int total,
        int accepted,
        int sessions,
        int withoutSession,
        int failed,
        int inDoubt,
        int duplicates,
        int recentlyAsked,
        int notAsked,
        int wouldAsk,
        int wouldFail) {

    /** A fleet of that size, of which no device has ended. */
    public static FleetCounts none(int total) {
        return new FleetCounts(total, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * The numbers of a fleet.
     *
     * @param ended how many devices have ended so
     */
    static FleetCounts of(int total, ToIntFunction<Outcome> ended) {
        int sessions = ended.applyAsInt(Outcome.SESSION);
        int withoutSession = ended.applyAsInt(Outcome.NO_SESSION);
        return new FleetCounts(
                total,
                ended.applyAsInt(Outcome.ACCEPTED) + sessions + withoutSession,
                sessions,
                withoutSession,
                ended.applyAsInt(Outcome.FAILED),
                ended.applyAsInt(Outcome.IN_DOUBT),
                ended.applyAsInt(Outcome.DUPLICATE),
                ended.applyAsInt(Outcome.RECENTLY_ASKED),
                ended.applyAsInt(Outcome.NOT_ASKED),
                ended.applyAsInt(Outcome.WOULD_ASK),
                ended.applyAsInt(Outcome.WOULD_FAIL));
    }

    /** The numbers of a fleet, by what is known of its devices. */
    public static FleetCounts of(int total, List<RequestReport> reports) {
        Map<Outcome, Integer> ended = new EnumMap<>(Outcome.class);
        reports.forEach(report -> ended.merge(report.outcome(), 1, Integer::sum));
        return of(total, outcome -> ended.getOrDefault(outcome, 0));
    }

    /** How many devices ended in a way that somebody has to look after. */
    public int failures() {
        return failed + inDoubt + withoutSession + wouldFail;
    }

    /** How many devices have ended, in whatever way. */
    public int ended() {
        return accepted + failed + inDoubt + duplicates + recentlyAsked + notAsked + wouldAsk + wouldFail;
    }

    /** How many devices were meant to be asked: each once, without those that are left alone. */
    int meant() {
        return total - duplicates - recentlyAsked;
    }

    /** The numbers under the names of the contract. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("total", total);
        map.put("accepted", accepted);
        map.put("sessions", sessions);
        map.put("withoutSession", withoutSession);
        map.put("failed", failed);
        map.put("inDoubt", inDoubt);
        map.put("duplicates", duplicates);
        map.put("recentlyAsked", recentlyAsked);
        map.put("notAsked", notAsked);
        map.put("wouldAsk", wouldAsk);
        map.put("wouldFail", wouldFail);
        return map;
    }
}
