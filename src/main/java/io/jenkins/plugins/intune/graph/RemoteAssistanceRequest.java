package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.graph.RequestState.Phase;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One request's life, from the first look at the credential to Intune's answer. It asks at most once for sure: the state
 * is on disk before the request leaves, only what was certainly not processed is sent again, and what is in doubt is
 * looked up at the device.
 *
 * <p>Asynchronous: no thread waits. All events are handled one after the other (see {@link RequestEvents}), so the
 * fields need no lock; what other threads may read is volatile.
 */
public final class RemoteAssistanceRequest implements Undertaking<RequestResult> {

    /** Connections that never carried the request are tried this often before giving up. */
    private static final int CONNECT_ATTEMPTS = 5;

    private static final int TOO_MANY_REQUESTS = 429;

    /** A request in doubt is sent again at most this often, even if the user wants it. */
    private static final int RESENDS = 2;

    private final RequestPlan plan;
    private final RequestHost host;
    private final RequestLife life;
    private final RequestEvents events;
    private final RequestTexts texts;
    private final GraphConnection connection;
    private final DeviceResolution resolution;
    private final Preflight preflight;
    private final TurnTaking turn;

    private volatile boolean sending;
    private String token;
    private int failedConnections;
    private HttpExchange exchange;

    /**
     * @param plan what to ask for
     * @param state where to go on: a new state, or one that was saved
     * @param host the build
     */
    public RemoteAssistanceRequest(RequestPlan plan, RequestState state, RequestHost host) {
        this.plan = plan;
        this.host = host;
        life = new RequestLife(plan, state, host);
        events = life.events();
        texts = life.texts();
        connection = new GraphConnection(plan, host, life, this::lookUp);
        resolution = new DeviceResolution(plan, host, life, connection);
        preflight = new Preflight(plan, host, life);
        turn = new TurnTaking(host, life);
    }

    @Override
    public CompletableFuture<RequestResult> start() {
        events.execute(this::begin);
        return life.outcome();
    }

    @Override
    public CompletableFuture<Void> abort() {
        events.execute(() -> {
            switch (life.state().phase()) {
                case ACCEPTED -> {
                    host.log(texts.abortedWatching(life.state()));
                    life.end(texts.abortedWatching(life.state()));
                }
                case FAILED -> life.end(life.state().reason());
                default -> endAborted();
            }
        });
        return life.outcome().handle((result, failure) -> null);
    }

    @Override
    public String status() {
        return life.status();
    }

    @Override
    public boolean sending() {
        return sending;
    }

    private void endAborted() {
        if (exchange != null) {
            exchange.cancel();
            if (exchange.left()) {
                turn.answered(exchange.sinceLeft());
            }
        }
        boolean left = exchange != null && exchange.left() || life.state().phase() == Phase.IN_DOUBT;
        String text = left ? texts.abortedInDoubt(life.state()) : texts.abortedUnsent();
        host.log(text);
        life.end(text);
    }

    private void begin() {
        // While the request is out, its own timeout decides.
        life.atDeadline(() -> {
            if (exchange == null && life.isBeforeAnswer()) {
                life.fail(texts.timedOut(life.state(), life.status()));
            }
        });
        switch (life.state().phase()) {
            case NEW, WAITING -> connection.connect(this::proceed, life::fail);
            case SENDING -> doubt(Messages.RequestTexts_restarted());
            case IN_DOUBT -> doubt(life.state().reason());
            case ACCEPTED -> accepted();
            case FAILED -> life.end(life.state().reason());
        }
    }

    private void proceed() {
        if (life.state().phase() == Phase.NEW) {
            resolution.announce();
            connection
                    .client()
                    .access()
                    .warnings()
                    .forEach(warning -> host.log(Messages.RequestTexts_warning(warning)));
        }
        Duration rest = Duration.between(host.now(), life.state().wakeAt());
        life.pauses()
                .pause(
                        rest,
                        Messages.RequestTexts_throttle(),
                        Durations.isOver(rest) ? connection::authorize : connection::reauthorize);
    }

    /** Everything goes to the device's id, so that comes first if the device is named by something else. */
    private void lookUp(String current) {
        if (!resolution.isOpen()) {
            lookBefore(current);
            return;
        }
        resolution.lookUp(current, () -> {
            connection.deviceFound();
            resolution.announce();
            lookBefore(current);
        });
    }

    private void lookBefore(String current) {
        preflight.look(connection.client(), current, this::takeTurn, connection::reauthorize);
    }

    private void takeTurn(String current) {
        // The token may run out while waiting, so it is asked for again: for free, as long as it is good.
        turn.await(connection.client().access().turns(), waited -> {
            if (waited) {
                connection.reauthorize(this::save);
            } else {
                save(current);
            }
        });
    }

    private void save(String current) {
        token = current;
        life.doing("saving the state before sending");
        events.follow(
                life.save(life.state().sending(host.now(), UUID.randomUUID().toString())), saved -> send(), cause -> {
                    life.become(life.state().neverLeft());
                    life.end(texts.unsent(life.state(), Messages.RequestTexts_notSaved(Failures.reason(cause))));
                });
    }

    private void send() {
        sending = true;
        life.doing("waiting for Intune's answer");
        Duration timeout = life.remaining();
        if (life.state().linkBefore() != null) {
            timeout = Durations.longer(timeout.minus(plan.reserve()), timeout.dividedBy(2));
        }
        exchange =
                connection.client().requestRemoteAssistance(token, life.state().clientRequestId(), timeout);
        events.follow(exchange.reply(), this::answered, this::unanswered);
    }

    private void answered(HttpReply reply) {
        Duration sinceLeft = over();
        Duration wait = RetryAfter.of(reply, host.now())
                .orElseGet(() -> Backoff.after(life.state().attempts()));
        if (reply.status() == TOO_MANY_REQUESTS) {
            turn.throttled(wait);
        }
        turn.answered(sinceLeft);
        switch (Fate.of(reply)) {
            case ACCEPTED -> life.accept(GraphError.requestId(reply).orElse(null), this::accepted);
            case NOT_PROCESSED ->
                life.retry(
                        wait,
                        Messages.RequestTexts_answered(reply.statusLine()),
                        note -> refused(reply, note),
                        connection::reauthorize);
            case TOKEN_REFUSED -> {
                if (!connection.renew(token, reply.statusLine())) {
                    life.fail(refused(reply, ""));
                }
            }
            case IN_DOUBT -> doubt(texts.graphSaid(reply));
            default -> life.fail(refused(reply, ""));
        }
    }

    /** Nothing is on its way any more. Answers how long ago it left. */
    private Duration over() {
        Duration sinceLeft = exchange.sinceLeft();
        sending = false;
        exchange = null;
        return sinceLeft;
    }

    private String refused(HttpReply reply, String note) {
        return texts.refused(connection.client().action(), life.state(), reply, note);
    }

    private void unanswered(Throwable cause) {
        Duration sinceLeft = over();
        String why = Failures.reason(cause);
        Fate fate = Fate.of(cause);
        if (fate == Fate.IN_DOUBT) {
            turn.answered(sinceLeft);
            doubt(why);
            return;
        }
        turn.giveBack();
        life.become(life.state().neverLeft());
        if (fate == Fate.NEVER_SENT && ++failedConnections < CONNECT_ATTEMPTS) {
            Duration wait = Backoff.after(failedConnections);
            life.retry(wait, why, note -> texts.unsent(life.state(), why + " " + note), connection::reauthorize);
        } else {
            life.fail(texts.unsent(life.state(), why));
        }
    }

    private void doubt(String what) {
        boolean restarted = !connection.isOpen();
        life.save(life.state().inDoubt(what));
        String linkBefore = life.state().linkBefore();
        if (linkBefore == null) {
            undecided(Messages.RequestTexts_linkUnknown());
            return;
        }
        host.log(texts.askingDevice(what));
        life.doing("asking the device whether a session was opened");
        DoubtInquiry inquiry = new DoubtInquiry(host, events, life.pauses(), linkBefore);
        Duration time = DoubtInquiry.time(life.remaining(), restarted, plan.onDoubt());
        connection.connect(
                () -> inquiry.ask(connection.client(), time, () -> life.accept(null, this::accepted), this::undecided),
                why -> undecided(Messages.RequestTexts_notAsked(why)));
    }

    /** The device did not tell. */
    private void undecided(String note) {
        boolean timeLeft = life.remaining().compareTo(Duration.ofSeconds(1)) > 0;
        if (plan.onDoubt() == OnDoubt.RESEND && timeLeft && life.state().resends() < RESENDS) {
            host.log(Messages.RequestTexts_resending(note));
            life.save(life.state().resending());
            connection.connect(connection::authorize, life::fail);
        } else {
            life.failInDoubt(texts.doubt(life.state(), note));
        }
    }

    private void accepted() {
        host.log(texts.accepted(life.state(), life.state().wasInDoubt()));
        if (!plan.waitsForSession()) {
            life.succeed(null);
            return;
        }
        host.log(texts.waitingForSession());
        life.doing("waiting for the session link");
        new SessionWatch(plan, host, events, life.pauses(), life.state())
                .watch(life.remainingForSession(), new SessionWatch.Ending() {
                    @Override
                    public void link(DeviceReading device) {
                        host.log(texts.sessionFound());
                        life.succeed(device);
                    }

                    @Override
                    public void error(DeviceReading device) {
                        life.failWithoutSession(texts.sessionFailed(life.state(), device), device);
                    }

                    @Override
                    public void nothing(Optional<DeviceReading> device, String note) {
                        String text = texts.noSession(life.state(), preflight.connector(), device, note);
                        life.failWithoutSession(text, device.orElse(null));
                    }
                });
    }
}
