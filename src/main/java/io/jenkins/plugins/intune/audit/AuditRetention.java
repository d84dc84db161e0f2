package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.index.AuditIndex;
import io.jenkins.plugins.intune.values.Clocks;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Drops what is older than it is to be kept. Thread-safe; blocks. */
final class AuditRetention {

    private final AuditFolder folder;
    private final AuditIndex index;
    private final RecentRequests recent;
    private final Supplier<Duration> kept;
    private final Clocks clocks;
    private final SteadyClock steady;

    /** @param kept for how long lines are kept */
    AuditRetention(
            AuditFolder folder, AuditIndex index, RecentRequests recent, Supplier<Duration> kept, Clocks clocks) {
        this.folder = folder;
        this.index = index;
        this.recent = recent;
        this.kept = kept;
        this.clocks = clocks;
        steady = new SteadyClock(clocks);
    }

    /**
     * Deletes what is old: whole files, by the days of UTC, and only if the clock has been steady for {@link
     * SteadyClock#STEADY}, which each call looks at.
     */
    void drop() throws IOException {
        recent.dropOld();
        if (steady.isSteady()) {
            LocalDate first = AuditFolder.day(clocks.now().minus(kept.get()));
            index.dropBefore(first.atStartOfDay(ZoneOffset.UTC).toInstant());
            folder.deleteBefore(first);
        }
    }
}
