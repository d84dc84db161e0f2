package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One request's life, from the first look at the credential to Intune's answer. It asks at most once for sure: the state
 * is on disk before the request leaves, and only what was certainly not processed is sent again.
 *
 * <p>Asynchronous: no thread waits. All events are handled one after the other (see {@link SerialExecutor}), so the
 * fields need no lock; what other threads may read is volatile.
 */
public final class RemoteAssistanceRequest {

    /** Connections that never carried the request are tried this often before giving up. */
    private static final int CONNECT_ATTEMPTS = 5;

    /** A token endpoint that is down or busy is asked this often before giving up. */
    private static final int TOKEN_ATTEMPTS = 5;

    private final RequestPlan plan;
    private final RequestHost host;
    private final SerialExecutor events;
    private final CompletableFuture<RequestResult> outcome = new CompletableFuture<>();
    private final RequestTexts texts;

    private volatile RequestState state;
    private volatile String status = "starting";
    private volatile boolean sending;

    private GraphAccess access;
    private String token;
    private int failedConnections;
    private int failedTokens;
    private HttpExchange exchange;
    private Future<?> deadlineAlarm;
    private Future<?> waitAlarm;

    /**
     * @param plan what to ask for
     * @param state where to go on: a new state, or one that was saved
     * @param host the build
     */
    public RemoteAssistanceRequest(RequestPlan plan, RequestState state, RequestHost host) {
        this.plan = plan;
        this.state = state;
        this.host = host;
        events = new SerialExecutor(host.executor());
        texts = new RequestTexts(plan);
    }

    /**
     * Starts or goes on. To be called once.
     *
     * @return the result, or a {@link RemoteAssistanceException}
     */
    public CompletableFuture<RequestResult> start() {
        events.execute(guarded(this::begin));
        return outcome;
    }

    /**
     * Ends the request, whatever it is doing, and logs whether it had left.
     *
     * @return completes when the log says so; the result then fails, unless it was there already
     */
    public CompletableFuture<Void> abort() {
        return CompletableFuture.runAsync(
                () -> {
                    if (!outcome.isDone()) {
                        if (exchange != null) {
                            exchange.cancel();
                        }
                        boolean left = exchange != null && exchange.left();
                        String text = left ? texts.abortedInDoubt(state) : texts.abortedUnsent();
                        host.log(text);
                        fail(text, null);
                    }
                },
                events);
    }

    /** What the request is doing, as a short phrase for diagnosis. */
    public String status() {
        return status;
    }

    /** Whether the request is on its way right now, so that a restart should wait for the answer. */
    public boolean sending() {
        return sending;
    }

    private void begin() {
        deadlineAlarm = host.schedule(remaining(), () -> events.execute(guarded(this::deadline)));
        switch (state.phase()) {
            case NEW, WAITING -> {
                status = "looking up the credential";
                follow(host.access(), this::connected, cause -> fail(reason(cause), null));
            }
            case SENDING -> fail(texts.doubtAfterRestart(state), null);
            case ACCEPTED -> succeed();
        }
    }

    private void connected(GraphAccess graphAccess) {
        access = graphAccess;
        if (state.phase() == RequestState.Phase.NEW) {
            host.log(texts.asking(action()));
            if (!access.cloud().offersTeamViewer()) {
                host.log(Messages.RequestTexts_noTeamViewer(access.cloud().label()));
            }
        }
        pause(Duration.between(host.now(), state.wakeAt()), Messages.RequestTexts_throttle(), this::authorize);
    }

    private void authorize() {
        status = "getting a token from Entra ID";
        follow(access.tokens().current(), this::takeTurn, this::noToken);
    }

    private void noToken(Throwable cause) {
        if (cause instanceof TokenException failure && failure.temporary() && ++failedTokens < TOKEN_ATTEMPTS) {
            retry(
                    failure.retryAfter().orElseGet(() -> Backoff.after(failedTokens)),
                    reason(cause),
                    note -> texts.unsent(reason(cause) + " " + note));
        } else {
            fail(texts.unsent(reason(cause)), cause);
        }
    }

    private void takeTurn(String current) {
        Duration wait = access.limiter().reserve();
        if (wait.isZero()) {
            save(current);
        } else {
            // The token may run out while waiting, so it is asked for again: for free, as long as it is good.
            pause(
                    wait,
                    Messages.RequestTexts_limit(),
                    () -> follow(access.tokens().current(), this::save, this::noToken));
        }
    }

    private void save(String current) {
        token = current;
        status = "saving the state before sending";
        state = state.sending(host.now(), UUID.randomUUID().toString());
        follow(host.save(state), saved -> send(), cause -> fail(Messages.RequestTexts_notSaved(reason(cause)), cause));
    }

    private void send() {
        sending = true;
        status = "waiting for Intune's answer";
        exchange = GraphClient.requestRemoteAssistance(access, action(), token, state.clientRequestId(), remaining());
        follow(exchange.reply(), this::answered, this::failed);
    }

    private void answered(HttpReply reply) {
        sending = false;
        exchange = null;
        int code = reply.status();
        if (code == RequestResult.NO_CONTENT) {
            state = state.accepted(host.now(), GraphError.requestId(reply).orElse(null));
            status = "accepted";
            // The answer is known; a failed save must not turn it into a failure.
            host.save(state).whenCompleteAsync((saved, cause) -> succeed(), events);
        } else if (code == 429 || code == 503) {
            Duration wait = RetryAfter.of(reply, host.now()).orElseGet(() -> Backoff.after(state.attempts()));
            retry(
                    wait,
                    Messages.RequestTexts_answered(reply.statusLine()),
                    note -> texts.refused(action(), state, reply, note));
        } else if ((code == 401 || code == 403) && !state.tokenRenewed()) {
            state = state.withRenewedToken().notProcessed();
            host.save(state);
            host.log(Messages.RequestTexts_renewing(reply.statusLine()));
            status = "getting a new token from Entra ID";
            follow(access.tokens().renewed(token), this::takeTurn, this::noToken);
        } else if (code >= 500) {
            fail(texts.doubt(action(), state, texts.graphSaid(reply)), null);
        } else {
            fail(texts.refused(action(), state, reply, ""), null);
        }
    }

    private void failed(Throwable cause) {
        sending = false;
        exchange = null;
        if (!(cause instanceof HttpFailure failure)) {
            fail(texts.doubt(action(), state, reason(cause)), cause);
        } else if (failure.left()) {
            fail(texts.doubt(action(), state, failure.getMessage()), cause);
        } else if (mayPass(failure) && ++failedConnections < CONNECT_ATTEMPTS) {
            retry(
                    Backoff.after(failedConnections),
                    failure.getMessage(),
                    note -> texts.unsent(failure.getMessage() + " " + note));
        } else {
            fail(texts.unsent(failure.getMessage()), cause);
        }
    }

    /** Whether another attempt may find the way that this one did not. */
    private static boolean mayPass(HttpFailure failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST, NOT_CONNECTED, BROKEN -> true;
            case PROXY -> failure.proxyStatus() >= 500;
            case TLS, TIMEOUT, CANCELLED -> false;
        };
    }

    /**
     * Waits and tries again, or fails at once if the timeout comes first.
     *
     * @param why what makes the wait necessary, for the log
     * @param finalWords the failure's paragraph, around a note on the wait
     */
    private void retry(Duration wait, String why, UnaryOperator<String> finalWords) {
        if (wait.compareTo(remaining()) >= 0) {
            fail(finalWords.apply(Messages.RequestTexts_tooLong(Math.max(1, wait.toSeconds()))), null);
            return;
        }
        state = state.waitingUntil(host.now().plus(wait));
        host.save(state).whenCompleteAsync((saved, cause) -> pause(wait, why, this::authorize), events);
    }

    /** Waits, saying so now and every minute, and goes on. */
    private void pause(Duration wait, String why, Runnable next) {
        if (wait.isNegative() || wait.isZero()) {
            next.run();
            return;
        }
        Instant until = host.now().plus(wait);
        status = "waiting until " + until + ": " + why;
        host.log(Messages.RequestTexts_waiting(why, Math.max(1, wait.toSeconds())));
        Duration leg = wait.compareTo(RequestTexts.NEWS) > 0 ? RequestTexts.NEWS : wait;
        waitAlarm = host.schedule(
                leg,
                () -> events.execute(guarded(() -> {
                    if (!outcome.isDone()) {
                        pause(wait.minus(leg), why, next);
                    }
                })));
    }

    private void deadline() {
        // While the request is out, its own timeout decides; once it is accepted, nothing can fail it any more.
        if (!outcome.isDone() && exchange == null && state.phase() != RequestState.Phase.ACCEPTED) {
            fail(texts.timedOutUnsent(status), null);
        }
    }

    private void succeed() {
        deadlineAlarm.cancel(false);
        RequestResult result = texts.result(state);
        host.log(Messages.RequestTexts_accepted(
                texts.device(), result.requestId() == null ? "-" : result.requestId(), result.clientRequestId()));
        outcome.complete(result);
    }

    private void fail(String message, Throwable cause) {
        deadlineAlarm.cancel(false);
        if (waitAlarm != null) {
            waitAlarm.cancel(false);
        }
        outcome.completeExceptionally(new RemoteAssistanceException(message, cause));
    }

    private URI action() {
        return GraphClient.action(plan.device().uri(access.endpoints(), plan.apiVersion()));
    }

    private Duration remaining() {
        Duration left = Duration.between(host.now(), state.startedAt().plus(plan.timeout()));
        return left.isNegative() ? Duration.ofMillis(1) : left;
    }

    /** Goes on when a future is done, unless the request has ended in the meantime. */
    private <T> void follow(CompletableFuture<T> future, Consumer<T> success, Consumer<Throwable> failure) {
        future.whenCompleteAsync(
                (value, thrown) -> guarded(() -> {
                            if (outcome.isDone()) {
                                return;
                            }
                            if (thrown == null) {
                                success.accept(value);
                            } else {
                                failure.accept(thrown instanceof CompletionException ? thrown.getCause() : thrown);
                            }
                        })
                        .run(),
                events);
    }

    /** A mistake in this program must end the request with an error, never leave it hanging. */
    private Runnable guarded(Runnable event) {
        return () -> {
            try {
                event.run();
            } catch (RuntimeException mistake) {
                fail(texts.mistake(state, mistake), mistake);
            }
        };
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
