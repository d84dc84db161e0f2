package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.time.Instant;

/** What keeps others from asking a device: a request that may have reached somebody, or one that is about to ask. */
interface DeviceHolder {

    /** Whether it counts for whoever wants to ask a device of that tenant, and looks back so far. */
    boolean counts(GraphTenant wanted, Duration within, long nanos);

    /** How long ago it asked, in ns. */
    long age(long nanos);

    LastAsked told(Renames renames);

    /**
     * A device that is claimed.
     *
     * @param at when it was claimed
     * @param since the same, on the clock that never jumps
     */
    record Claiming(GraphTenant tenant, Requester requester, Instant at, long since) implements DeviceHolder {

        @Override
        public boolean counts(GraphTenant wanted, Duration within, long nanos) {
            return tenant.mayBe(wanted);
        }

        @Override
        public long age(long nanos) {
            return nanos - since;
        }

        @Override
        public LastAsked told(Renames renames) {
            return new LastAsked(at, renames.current(requester), true);
        }
    }
}
