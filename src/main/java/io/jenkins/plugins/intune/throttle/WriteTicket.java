package io.jenkins.plugins.intune.throttle;

import java.util.concurrent.CompletableFuture;

/** A ticket as its throttle keeps it. The fields are the throttle's, under its lock. */
final class WriteTicket implements Ticket {

    enum State {
        WAITING,
        CALLED,
        CLAIMED,
        OVER
    }

    private final AppThrottle throttle;
    final long number;

    final Runnable callback;
    final CompletableFuture<Permit> permit = new CompletableFuture<>();
    State state = State.WAITING;
    long calledAt;
    /** Since when it is in line: before it is called, or after it was claimed. */
    long since;

    /** Whether it was in line for longer than a moment. */
    boolean waited;

    /** @param number its place in the queue: the lowest is the first */
    WriteTicket(AppThrottle throttle, long number, Runnable callback) {
        this.throttle = throttle;
        this.number = number;
        this.callback = callback;
        permit.whenComplete((given, cancelled) -> {
            if (cancelled != null) {
                throttle.leave(this);
            }
        });
    }

    /** One with the same place in the queue. */
    WriteTicket again(Runnable called) {
        return new WriteTicket(throttle, number, called);
    }

    @Override
    public CompletableFuture<Permit> claim() {
        throttle.claim(this);
        return permit;
    }

    @Override
    public void leave() {
        permit.cancel(false);
    }
}
