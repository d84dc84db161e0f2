package io.jenkins.plugins.intune.throttle;

import java.time.Duration;
import java.util.Optional;

/** A permit as its throttle gave it. */
final class HeldPermit implements Permit {

    private final AppThrottle throttle;
    private final Allowance allowance;
    private final WriteTicket ticket;
    private final long given;
    private boolean ended;

    /** @param ticket what it was given for, {@code null} for a read */
    HeldPermit(AppThrottle throttle, Allowance allowance, WriteTicket ticket, long given) {
        this.throttle = throttle;
        this.allowance = allowance;
        this.ticket = ticket;
        this.given = given;
    }

    /** Under the throttle's lock. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    @Override
    public void answered(Duration sinceLeft) {
        throttle.end(this, now -> allowance.answered(given, now - AppThrottle.nanos(sinceLeft), now));
    }

    @Override
    public void unanswered(Duration sinceLeft) {
        throttle.end(this, now -> allowance.unanswered(given, now - AppThrottle.nanos(sinceLeft)));
    }

    @Override
    public void throttled(Duration sinceLeft, Optional<Duration> retryAfter) {
        throttle.endThrottled(this, now -> {
            long told = AppThrottle.nanos(retryAfter.orElse(Duration.ZERO));
            allowance.throttled(given, now - AppThrottle.nanos(sinceLeft), told, now);
            throttle.hold(now + told);
        });
    }

    @Override
    public void unused() {
        throttle.end(this, now -> allowance.unused(given));
    }

    @Override
    public Ticket postpone(Runnable called) {
        if (ticket == null) {
            throw new UnsupportedOperationException("only a write can be postponed");
        }
        WriteTicket again = throttle.join(ticket.again(called));
        unused();
        return again;
    }
}
