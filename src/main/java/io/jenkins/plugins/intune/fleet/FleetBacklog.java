package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.request.RequestState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** The devices of a fleet that are to be begun: first those that a restart interrupted, then all others in their order. */
final class FleetBacklog {

    private final FleetPlan plan;
    private final FleetTally tally;
    private final FleetClaims claims;
    /** What the journal said of devices that have not ended. */
    private TreeMap<Integer, RequestState> interrupted = new TreeMap<>();

    private int next;

    FleetBacklog(FleetPlan plan, FleetTally tally, FleetClaims claims) {
        this.plan = plan;
        this.tally = tally;
        this.claims = claims;
    }

    /** Takes up what the journal says of a device. */
    void restore(int index, FleetLine line, Instant now) {
        if (index < 0 || index >= plan.size()) {
            return;
        }
        if (line.report() != null) {
            tally.put(index, line.report());
            claims.restore(line.report(), index);
        } else if (line.isUnknown()) {
            tally.put(index, FleetTexts.unknown(plan.targets().get(index), now));
        } else {
            interrupted.put(index, line.state());
            claims.restore(line.state().deviceId(), index);
        }
    }

    int interrupted() {
        return interrupted.size();
    }

    /** How many are to be begun for the first time, as long as none has been. */
    int untouched() {
        return plan.size() - tally.done() - interrupted.size();
    }

    /** Those that a restart interrupted, by their index; to be begun at once. */
    Map<Integer, RequestState> takeInterrupted() {
        Map<Integer, RequestState> taken = interrupted;
        interrupted = new TreeMap<>();
        return taken;
    }

    /**
     * The next one that neither has ended nor is under way.
     *
     * @return its index; -1 for none
     */
    int next(IntPredicate underWay) {
        while (next < plan.size() && (tally.has(next) || underWay.test(next) || interrupted.containsKey(next))) {
            next++;
        }
        return next < plan.size() ? next : -1;
    }
}
