package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.request.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A request that is under way, for people: what it waits for at a moment. Immutable. */
@Restricted(NoExternalUse.class)
public final class WaitingRequest {

    /** Farthest time that is shown without its date. */
    private static final Duration NEAR = Duration.ofHours(12);

    private final Waiting waiting;

    WaitingRequest(Waiting waiting) {
        this.waiting = waiting;
    }

    /** What people call the device: its name, or else how it was addressed. */
    public String getDevice() {
        return waiting.device();
    }

    /** What it waits for. */
    public String getText() {
        return waiting.cause().words();
    }

    /** What has led to the wait, as in the build's log; empty for nothing. */
    public String getWhy() {
        return waiting.why();
    }

    /** Since when it waits for that. */
    public Date getSince() {
        return Date.from(waiting.since());
    }

    /** When that is over at the latest, or {@code null} if not known. */
    @CheckForNull
    public Date getUntil() {
        return waiting.until() == null ? null : Date.from(waiting.until());
    }

    /** Whether a time can be shown without its date. */
    public boolean isNear(Date time) {
        return Duration.between(Instant.now(), time.toInstant()).abs().compareTo(NEAR) < 0;
    }
}
