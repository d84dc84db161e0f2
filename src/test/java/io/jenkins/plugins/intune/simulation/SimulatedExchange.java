package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Messages;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jvnet.localizer.Localizable;

/**
 * A call on its way, which the network can break at every point. It keeps to the letter of the real client's exchange: nothing
 * leaves once it was given up or its time is up; a status that has come decides although the rest is missing; a connection
 * that took nothing of the request makes it one that never left, even after the gate.
 */
final class SimulatedExchange implements HttpExchange {

    private enum Gate {
        WAITING,
        LEFT,
        CLOSED
    }

    private final Machine machine;
    private final World world;
    private final Call call;
    private final HttpCall http;
    private final Target target;
    private final SimulatedIntune intune;
    private final int subject;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private Gate gate = Gate.WAITING;
    /** What has come of the answer, once there is a status. */
    private HttpReply partial;

    private Event deadline;

    SimulatedExchange(Machine machine, Call call, HttpCall http, Target target, SimulatedIntune intune) {
        this.machine = machine;
        this.call = call;
        this.http = http;
        this.target = target;
        this.intune = intune;
        world = machine.world;
        subject = machine.subject();
    }

    @Override
    public CompletableFuture<HttpReply> reply() {
        return reply;
    }

    @Override
    public boolean left() {
        return gate == Gate.LEFT;
    }

    @Override
    public Duration sinceLeft() {
        return left() ? Duration.ofNanos(world.now() - call.leftAt) : Duration.ZERO;
    }

    @Override
    public void cancel() {
        giveUp(left -> HttpFailure.cancelled(http, left));
    }

    Call call() {
        return call;
    }

    /** Whether it was sent by a process that lives, and has not ended. */
    boolean isUnderWay() {
        return machine.lives() && !reply.isDone();
    }

    void begin() {
        if (happens(Fault.CLIENT_CLOSED)) {
            fail(
                    HttpFailure.Kind.NOT_CONNECTED,
                    0,
                    Messages._HttpFailure_notConnected(host(), "the HTTP client is closed"));
            return;
        }
        deadline = machine.after(
                http.timeout().toNanos() + world.dice.nanos(Delay.TIMER, subject),
                () -> giveUp(left -> HttpFailure.timeout(http, left)));
        machine.after(world.dice.nanos(Delay.CONNECT, subject), this::connected);
    }

    private boolean happens(Fault fault) {
        return world.dice.happens(fault, subject);
    }

    private void connected() {
        if (reply.isDone()) {
            return;
        }
        if (happens(Fault.UNKNOWN_HOST)) {
            fail(HttpFailure.Kind.UNKNOWN_HOST, 0, Messages._HttpFailure_unknownHost(host()));
        } else if (happens(Fault.NOT_CONNECTED)) {
            fail(HttpFailure.Kind.NOT_CONNECTED, 0, Messages._HttpFailure_notConnected(host(), "refused"));
        } else if (happens(Fault.TLS_FAILS)) {
            fail(HttpFailure.Kind.TLS, 0, Messages._HttpFailure_tls(host(), "not trusted"));
        } else if (happens(Fault.PROXY_REFUSES)) {
            int status = world.dice.oneOf("proxy", subject, 407, 403, 502, 503);
            fail(HttpFailure.Kind.PROXY, status, Messages._HttpFailure_proxy(status, host()));
        } else if (!happens(Fault.CONNECT_HANGS)) {
            leave();
        }
    }

    private void leave() {
        gate = Gate.LEFT;
        call.leftAt = world.now();
        tell("leaves");
        machine.controller.reached(call.write ? Moment.LEFT : Moment.EVENT);
        long travel = world.dice.nanos(Delay.TRAVEL, subject);
        if (happens(Fault.NOT_EXECUTED)) {
            call.returned = true;
            machine.after(travel, () -> {
                if (!reply.isDone()) {
                    gate = Gate.CLOSED;
                    fail(HttpFailure.Kind.NOT_CONNECTED, 0, Messages._HttpFailure_notConnected(host(), "untouched"));
                }
            });
        } else if (happens(Fault.LOST_ON_THE_WAY)) {
            breakOrHang();
        } else {
            long slow = happens(Fault.SLOW_TRAVEL) ? world.dice.between("slow travel", subject, 1, 60) : 0;
            world.after(travel + slow * World.SECOND, this::arrive);
        }
    }

    private void arrive() {
        boolean hungUp = reply.isDone() || !machine.lives();
        if (hungUp && !happens(Fault.ARRIVES_ANYWAY)) {
            return;
        }
        call.arrivedAt = world.now();
        machine.controller.reached(call.write ? Moment.ARRIVED : Moment.EVENT);
        intune.handle(call, target, this::answer);
    }

    private void answer(HttpReply answer) {
        long travel = world.dice.nanos(Delay.TRAVEL, subject);
        if (happens(Fault.ANSWER_LOST) || happens(Fault.HALF_STATUS)) {
            breakOrHang();
        } else if (happens(Fault.BODY_BREAKS)) {
            machine.after(travel, () -> begun(answer, true));
        } else if (happens(Fault.DRIP)) {
            machine.after(travel, () -> begun(answer, false));
        } else if (!happens(Fault.ANSWER_NEVER)) {
            machine.after(travel, () -> complete(answer));
        }
    }

    /** The status is there, and half of the body. */
    private void begun(HttpReply answer, boolean breaks) {
        String half = answer.body().substring(0, answer.body().length() / 2);
        partial = new HttpReply(answer.status(), answer.headers(), half, true);
        if (breaks) {
            machine.after(world.dice.nanos(Delay.BREAK, subject), () -> complete(partial));
        }
    }

    private void breakOrHang() {
        if (world.dice.choose("breaks or hangs", subject, 3) > 0) {
            machine.after(
                    world.dice.nanos(Delay.BREAK, subject),
                    () -> fail(HttpFailure.Kind.BROKEN, 0, Messages._HttpFailure_broken(host(), "reset")));
        }
    }

    private void giveUp(Function<Boolean, HttpFailure> failure) {
        if (!machine.lives()) {
            return;
        }
        if (gate == Gate.WAITING) {
            gate = Gate.CLOSED;
        }
        if (partial != null) {
            complete(partial);
        } else {
            fail(failure.apply(left()));
        }
    }

    private void complete(HttpReply answer) {
        if (!reply.isDone()) {
            call.whole = !answer.truncated();
            call.holdSeconds = Words.holdSeconds(answer, world.trueTime());
            end(Words.of(answer), SimulatedIntune.describe(answer));
            if (call.write) {
                machine.controller.reached(Moment.ANSWERED);
            }
            reply.complete(answer);
        }
    }

    private String host() {
        return http.uri().getHost();
    }

    private void fail(HttpFailure.Kind kind, int proxyStatus, Localizable message) {
        if (!reply.isDone()) {
            if (gate == Gate.WAITING) {
                gate = Gate.CLOSED;
            }
            fail(new HttpFailure(kind, left(), proxyStatus, message, null));
        }
    }

    private void fail(HttpFailure failure) {
        if (!reply.isDone()) {
            String left = failure.left() ? ", had left" : ", never left";
            end(failure.left() ? Call.Word.UNCLEAR : Call.Word.NEVER_LEFT, failure.kind() + left);
            reply.completeExceptionally(failure);
        }
    }

    private void end(Call.Word word, String text) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        call.tell(world.now(), word, text);
        tell("ends: " + text);
    }

    private void tell(String what) {
        if (world.telling) {
            world.tell(machine.toString(), call + " " + what);
        }
    }
}
