package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.graph.RequestState.Phase;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One request's life, from the first look at the credential to Intune's answer. It asks at most once for sure: the state
 * is on disk before the request leaves, only what was certainly not processed is sent again, and what is in doubt is
 * looked up at the device.
 *
 * <p>Asynchronous: no thread waits. All events are handled one after the other (see {@link RequestEvents}), so the
 * fields need no lock; what other threads may read is volatile.
 */
public final class RemoteAssistanceRequest {

    /** Connections that never carried the request are tried this often before giving up. */
    private static final int CONNECT_ATTEMPTS = 5;

    /** A token endpoint that is down or busy is asked this often before giving up. */
    private static final int TOKEN_ATTEMPTS = 5;

    /** A request in doubt is sent again at most this often, even if the user wants it. */
    private static final int RESENDS = 2;

    private final RequestPlan plan;
    private final RequestHost host;
    private final CompletableFuture<RequestResult> outcome = new CompletableFuture<>();
    private final RequestEvents events;
    private final Pauses pauses;
    private final RequestTexts texts;

    private volatile RequestState state;
    private volatile String status = "starting";
    private volatile boolean sending;

    private GraphClient graph;
    private String token;
    private boolean lookedBefore;
    private int failedConnections;
    private int failedTokens;
    private HttpExchange exchange;
    private Future<?> deadlineAlarm;

    /**
     * @param plan what to ask for
     * @param state where to go on: a new state, or one that was saved
     * @param host the build
     */
    public RemoteAssistanceRequest(RequestPlan plan, RequestState state, RequestHost host) {
        this.plan = plan;
        this.state = state;
        this.host = host;
        texts = new RequestTexts(plan);
        events =
                new RequestEvents(host.executor(), outcome::isDone, mistake -> end(texts.mistake(this.state, mistake)));
        pauses = new Pauses(host, events);
    }

    /**
     * Starts or goes on. To be called once.
     *
     * @return the result, or a {@link RemoteAssistanceException}
     */
    public CompletableFuture<RequestResult> start() {
        events.execute(this::begin);
        return outcome;
    }

    /**
     * Ends the request, whatever it is doing, and logs whether it had left.
     *
     * @return completes when the log says so; the result then fails, unless it was there already
     */
    public CompletableFuture<Void> abort() {
        CompletableFuture<Void> said = new CompletableFuture<>();
        outcome.whenComplete((result, failure) -> said.complete(null));
        events.execute(() -> {
            switch (state.phase()) {
                case ACCEPTED -> succeed();
                case FAILED -> end(state.reason());
                default -> endAborted();
            }
        });
        return said;
    }

    private void endAborted() {
        if (exchange != null) {
            exchange.cancel();
        }
        boolean left = exchange != null && exchange.left() || state.phase() == Phase.IN_DOUBT;
        String text = left ? texts.abortedInDoubt(state) : texts.abortedUnsent();
        host.log(text);
        end(text);
    }

    /** What the request is doing, as a short phrase for diagnosis. */
    public String status() {
        String waiting = pauses.status();
        return waiting == null ? status : waiting;
    }

    /** Whether the request is on its way right now, so that a restart should wait for the answer. */
    public boolean sending() {
        return sending;
    }

    private void begin() {
        deadlineAlarm = host.schedule(remaining(), () -> events.execute(this::deadline));
        switch (state.phase()) {
            case NEW, WAITING -> connect(this::proceed, this::fail);
            case SENDING -> doubt(Messages.RequestTexts_restarted());
            case IN_DOUBT -> doubt(state.reason());
            case ACCEPTED -> succeed();
            case FAILED -> end(state.reason());
        }
    }

    private void connect(Runnable next, Consumer<String> otherwise) {
        if (graph != null) {
            next.run();
            return;
        }
        status = "looking up the credential";
        events.follow(
                host.access(),
                access -> {
                    graph = new GraphClient(access, plan);
                    next.run();
                },
                cause -> otherwise.accept(reason(cause)));
    }

    private void proceed() {
        if (state.phase() == Phase.NEW) {
            Cloud cloud = graph.access().cloud();
            host.log(texts.asking(graph.action()));
            if (!cloud.offersTeamViewer()) {
                host.log(Messages.RequestTexts_noTeamViewer(cloud.label()));
            }
        }
        pauses.pause(Duration.between(host.now(), state.wakeAt()), Messages.RequestTexts_throttle(), this::authorize);
    }

    private void authorize() {
        status = "getting a token from Entra ID";
        events.follow(graph.access().tokens().current(), this::lookBefore, this::noToken);
    }

    private void noToken(Throwable cause) {
        String why = reason(cause);
        if (cause instanceof TokenException failure && failure.temporary() && ++failedTokens < TOKEN_ATTEMPTS) {
            Duration wait = failure.retryAfter().orElseGet(() -> Backoff.after(failedTokens));
            retry(wait, why, note -> texts.unsent(state, why + " " + note));
        } else {
            fail(texts.unsent(state, why));
        }
    }

    /** Learns which session link stands at the device already, so that a new one can be told from it later. */
    private void lookBefore(String current) {
        if (lookedBefore || state.linkBefore() != null) {
            takeTurn(current);
            return;
        }
        lookedBefore = true;
        status = "reading the device";
        Duration most = remaining().dividedBy(4);
        events.follow(
                graph.readSessionLink(current, DoubtInquiry.bounded(most)).reply(),
                reply -> {
                    SessionLink.of(reply).ifPresent(link -> state = state.withLinkBefore(link.digest()));
                    takeTurn(current);
                },
                // It only serves a later doubt, so the request does not depend on it.
                unreadable -> takeTurn(current));
    }

    private void takeTurn(String current) {
        Duration wait = graph.access().limiter().reserve();
        if (wait.isZero()) {
            save(current);
        } else if (wait.compareTo(remaining()) >= 0) {
            fail(texts.unsent(state, Messages.RequestTexts_limit() + ". " + texts.tooLong(wait)));
        } else {
            // The token may run out while waiting, so it is asked for again: for free, as long as it is good.
            pauses.pause(
                    wait,
                    Messages.RequestTexts_limit(),
                    () -> events.follow(graph.access().tokens().current(), this::save, this::noToken));
        }
    }

    private void save(String current) {
        token = current;
        status = "saving the state before sending";
        state = state.sending(host.now(), UUID.randomUUID().toString());
        events.follow(
                host.save(state),
                saved -> send(),
                cause -> end(texts.unsent(state, Messages.RequestTexts_notSaved(reason(cause)))));
    }

    private void send() {
        sending = true;
        status = "waiting for Intune's answer";
        Duration timeout = remaining();
        if (state.linkBefore() != null) {
            Duration half = timeout.dividedBy(2);
            Duration early = timeout.minus(plan.reserve());
            timeout = early.compareTo(half) > 0 ? early : half;
        }
        exchange = graph.requestRemoteAssistance(token, state.clientRequestId(), timeout);
        events.follow(exchange.reply(), this::answered, this::unanswered);
    }

    private void answered(HttpReply reply) {
        sending = false;
        exchange = null;
        switch (Fate.of(reply)) {
            case ACCEPTED -> accepted(GraphError.requestId(reply).orElse(null));
            case NOT_PROCESSED ->
                retry(
                        RetryAfter.of(reply, host.now()).orElseGet(() -> Backoff.after(state.attempts())),
                        Messages.RequestTexts_answered(reply.statusLine()),
                        note -> texts.refused(graph.action(), state, reply, note));
            case TOKEN_REFUSED -> renew(reply);
            case IN_DOUBT -> doubt(texts.graphSaid(reply));
            default -> fail(texts.refused(graph.action(), state, reply, ""));
        }
    }

    private void renew(HttpReply reply) {
        if (state.tokenRenewed()) {
            fail(texts.refused(graph.action(), state, reply, ""));
            return;
        }
        host.log(Messages.RequestTexts_renewing(reply.statusLine()));
        state = state.withRenewedToken();
        host.save(state);
        status = "getting a new token from Entra ID";
        events.follow(graph.access().tokens().renewed(token), this::lookBefore, this::noToken);
    }

    private void unanswered(Throwable cause) {
        sending = false;
        exchange = null;
        String why = reason(cause);
        Fate fate = Fate.of(cause);
        if (fate == Fate.IN_DOUBT) {
            doubt(why);
            return;
        }
        state = state.neverLeft();
        if (fate == Fate.NEVER_SENT && ++failedConnections < CONNECT_ATTEMPTS) {
            retry(Backoff.after(failedConnections), why, note -> texts.unsent(state, why + " " + note));
        } else {
            fail(texts.unsent(state, why));
        }
    }

    /**
     * Waits and tries again, or fails at once if the timeout comes first.
     *
     * @param why what makes the wait necessary, for the log
     * @param finalWords the failure's paragraph, around a note on the wait
     */
    private void retry(Duration wait, String why, UnaryOperator<String> finalWords) {
        if (wait.compareTo(remaining()) >= 0) {
            fail(finalWords.apply(texts.tooLong(wait)));
            return;
        }
        state = state.waitingUntil(host.now().plus(wait));
        // A failed save leaves an older state on disk, which is the more careful one.
        host.save(state).whenComplete((saved, cause) -> events.execute(() -> pauses.pause(wait, why, this::authorize)));
    }

    private void doubt(String what) {
        boolean restarted = graph == null;
        state = state.inDoubt(what);
        host.save(state);
        if (state.linkBefore() == null) {
            undecided(Messages.RequestTexts_linkUnknown());
            return;
        }
        host.log(texts.askingDevice(what));
        status = "asking the device whether a session was opened";
        DoubtInquiry inquiry = new DoubtInquiry(host, events, pauses, state.linkBefore());
        Duration time = DoubtInquiry.time(remaining(), restarted, plan.onDoubt());
        connect(
                () -> inquiry.ask(graph, time, () -> accepted(null), this::undecided),
                why -> undecided(Messages.RequestTexts_notAsked(why)));
    }

    /** The device did not tell. */
    private void undecided(String note) {
        boolean timeLeft = remaining().compareTo(Duration.ofSeconds(1)) > 0;
        if (plan.onDoubt() == OnDoubt.RESEND && timeLeft && state.resends() < RESENDS) {
            host.log(Messages.RequestTexts_resending(note));
            state = state.resending();
            host.save(state);
            connect(this::authorize, this::fail);
        } else {
            fail(texts.doubt(state, note));
        }
    }

    private void deadline() {
        boolean undecidedYet =
                state.phase() == Phase.NEW || state.phase() == Phase.WAITING || state.phase() == Phase.SENDING;
        // While the request is out, its own timeout decides.
        if (exchange == null && undecidedYet) {
            fail(texts.timedOut(state, status()));
        }
    }

    private void accepted(String requestId) {
        state = state.accepted(host.now(), requestId);
        status = "accepted";
        // The answer is known: a failed save must not turn it into a failure.
        host.save(state).whenComplete((saved, cause) -> events.execute(this::succeed));
    }

    private void succeed() {
        quiet();
        RequestResult result = texts.result(state);
        host.log(texts.accepted(result, state.wasInDoubt()));
        outcome.complete(result);
    }

    /** Saves the failure, so that a restart finds it, and ends. */
    private void fail(String message) {
        pauses.cancel();
        state = state.failed(message);
        status = "failed";
        host.save(state).whenComplete((saved, cause) -> events.execute(() -> end(message)));
    }

    private void end(String message) {
        quiet();
        outcome.completeExceptionally(new RemoteAssistanceException(message));
    }

    private void quiet() {
        pauses.cancel();
        if (deadlineAlarm != null) {
            deadlineAlarm.cancel(false);
        }
    }

    private Duration remaining() {
        Duration left = Duration.between(host.now(), state.startedAt().plus(plan.timeout()));
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
