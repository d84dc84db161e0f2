package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A request's turn to write under Intune's limit: waited for, used, and given back whatever happens. Used from one event at
 * a time, but for {@link #giveBack()}.
 */
final class TurnTaking {

    private final RequestHost host;
    private final RequestLife life;
    private volatile CompletableFuture<WriteTurn> latest = new CompletableFuture<>();

    TurnTaking(RequestHost host, RequestLife life) {
        this.host = host;
        this.life = life;
        life.outcome().whenComplete((result, failure) -> giveBack());
    }

    /**
     * Waits for a turn.
     *
     * @param next runs when it has come, and hears whether that took time
     */
    void await(WriteTurns turns, Consumer<Boolean> next) {
        giveBack();
        life.doing("queueing: " + Messages.RequestTexts_limit());
        CompletableFuture<WriteTurn> turn = turns.take();
        latest = turn;
        boolean queues = !turn.isDone();
        if (queues) {
            host.log(Messages.RequestTexts_queueing(Messages.RequestTexts_limit()));
        }
        life.events()
                .follow(
                        turn,
                        come -> {
                            Duration lead = come.untilTime();
                            if (Durations.isOver(lead)) {
                                next.accept(queues);
                            } else {
                                life.pauses().quietly(lead, Messages.RequestTexts_limit(), () -> next.accept(true));
                            }
                        },
                        // Only whoever ended the request takes it out of the queue.
                        cancelled -> {});
    }

    /**
     * The request was answered, or failed in a way that leaves open whether Intune counted it.
     *
     * @param sinceLeft how long ago it left
     */
    void answered(Duration sinceLeft) {
        latest.thenAccept(turn -> turn.answered(sinceLeft));
    }

    /** The answer was that Intune throttled the request. */
    void throttled(Duration askedToWait) {
        latest.thenAccept(turn -> turn.throttled(askedToWait));
    }

    /** Leaves the queue, or gives back a turn that was not used. */
    void giveBack() {
        if (!latest.cancel(false)) {
            latest.thenAccept(WriteTurn::unused);
        }
    }
}
