package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One transition while it is being worked out: what is known becomes what is known next, and effects are collected. Lives as
 * long as {@link Transitions#next} runs, which looks pure from outside.
 */
final class Transition {

    /** How often a token is requested in all while that fails for a moment. */
    static final int MAX_TOKENS = 5;

    final RequestPlan plan;
    final RequestTexts texts;
    final Moment now;
    final Live live;
    RequestState state;
    private final List<Effect> effects = new ArrayList<>();
    private final Optional<Waiting.Cause> waitedFor;

    Transition(RequestPlan plan, Situation before, Moment now) {
        this.plan = plan;
        this.now = now;
        texts = new RequestTexts(plan);
        state = before.state();
        live = before.live().copy();
        waitedFor = Waiting.cause(before);
    }

    Step step() {
        if (!Waiting.cause(situation()).equals(waitedFor)) {
            live.waitingSince = now.wall();
        }
        return new Step(situation(), List.copyOf(effects));
    }

    Situation situation() {
        return new Situation(state, live);
    }

    Phase phase() {
        return state.phase();
    }

    void enter(Phase next) {
        state = state.in(next);
        if (next.isInLine()) {
            getInLine();
        } else {
            leaveLine();
        }
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    void log(String line) {
        effects.add(new Effect.Log(line));
    }

    void warn(List<String> warnings) {
        warnings.forEach(warning -> log(Messages.RequestTexts_warning(warning)));
    }

    /** What is left of the timeout, which stands still while one of many devices is in line. */
    Duration left() {
        long since = live.inLine ? live.inLineSince : now.nanos();
        return Duration.ofNanos(Math.max(0, live.deadline - since));
    }

    /** What is left for waits that Graph demands. */
    Duration patience() {
        return live.inLine ? live.lineLeft.minus(now.since(live.inLineSince)) : left();
    }

    /** How long one call may take that reads. */
    Duration callTime() {
        return callTime(left());
    }

    static Duration callTime(Duration left) {
        return positive(Durations.shorter(Transitions.MAX_READ, left));
    }

    /** A time limit must not be zero. */
    static Duration positive(Duration time) {
        return Durations.longer(Duration.ofMillis(1), time);
    }

    /** The next thing to do before the action can be sent. */
    void proceed() {
        if (plan.address(state).isEmpty()) {
            enter(Phase.LOOKING_UP);
            log(Messages.RequestTexts_lookingUp(plan.target()));
            effect(new Effect.LookUp(callTime()));
        } else if (!live.claimed && deviceId().isPresent()) {
            claim(deviceId().get());
        } else if ((plan.options().waitsForSession() || plan.options().dryRun()) && !live.checked) {
            enter(Phase.CHECKING);
            effect(new Effect.CheckApp(callTime()));
        } else if (plan.options().dryRun()) {
            DryRun.proceed(this);
        } else {
            enter(Phase.QUEUEING);
            live.queued = false;
            effect(new Effect.Wait(Transitions.SOON));
            effect(new Effect.Queue());
        }
    }

    /** The Intune device id, as far as it is known. */
    Optional<String> deviceId() {
        return plan.readable(state).flatMap(DeviceAddress::deviceId);
    }

    /** Claims the device, so that nobody is asked who was asked before. */
    void claim(String deviceId) {
        enter(Phase.CLAIMING);
        effect(new Effect.Wait(Transitions.SOON));
        effect(new Effect.Claim(deviceId));
    }

    /**
     * Logs a wait in line, or for the token before, when it takes more than a moment, and then every minute. Whoever is far
     * back in line, or held up by Graph, holds no device, for nobody knows how long that takes.
     */
    void waitInLine() {
        if (!live.queued) {
            log(Messages.Waiting_token());
        } else if (now.isHeld()) {
            log(texts.waiting(Messages.RequestTexts_throttle(), now.held()));
        } else {
            log(Messages.RequestTexts_inLine(Messages.RequestTexts_limit()));
        }
        effect(new Effect.Wait(Transitions.NEWS));
        standBack();
    }

    /** A wait before {@link #proceed}, which survives a restart. */
    void backOff(Duration wait, String why) {
        state = state.backingOffUntil(now.wall().plus(wait));
        live.note = why;
        log(texts.waiting(why, wait));
        standBackFor(wait);
        effect(new Effect.Save());
    }

    CallPolicy.Verdict verdict(ReadFailure failure, int maxFailures) {
        Duration time = failure.isThrottled() ? patience() : left();
        CallPolicy.Verdict verdict = live.tries.after(failure, maxFailures, time, now.chance());
        live.tries = verdict.tries();
        return verdict;
    }

    /** What needs a token could not be done. */
    void againWithoutToken(ReadFailure failure) {
        again(failure, verdict(failure, MAX_TOKENS));
    }

    /** Tries again later, or gives up. */
    void again(ReadFailure failure, CallPolicy.Verdict verdict) {
        switch (verdict.step()) {
            case RETRY, RENEW -> {
                if (!failure.isThrottled()) {
                    leaveLine();
                }
                backOff(verdict.delay(), failure.words());
            }
            case TOO_LONG -> fail(texts.unsent(state, failure.words(), verdict.delay()));
            case GIVE_UP -> fail(texts.unsent(state, failure.words()));
        }
    }

    /** Waits before another attempt, or fails if that would come too late: nothing was sent. */
    void backOffWithin(Duration time, Duration wait, String why) {
        if (wait.compareTo(time) < 0) {
            backOff(wait, why);
        } else {
            fail(texts.unsent(state, why, wait));
        }
    }

    /** Nobody has to wait for a request that waits. */
    void standBack() {
        live.claimed = false;
        effect(new Effect.GiveWay());
    }

    /** The wait of a back-off begins, or goes on after a restart. */
    void standBackFor(Duration time) {
        standBack();
        live.until = now.plus(time);
        live.notSaved = 0;
        effect(new Effect.Wait(time));
    }

    /** The timeout of one of many devices does not run while it is in line. */
    void getInLine() {
        if (plan.oneOfMany() && !live.inLine) {
            live.inLine = true;
            live.inLineSince = now.nanos();
            effect(new Effect.SetDeadline(live.lineLeft));
        }
    }

    void leaveLine() {
        if (live.inLine) {
            live.inLine = false;
            Duration spent = now.since(live.inLineSince);
            live.lineLeft = positive(live.lineLeft.minus(spent));
            live.deadline += spent.toNanos();
            effect(new Effect.SetDeadline(left()));
        }
    }

    /**
     * Another request of the build asks the device. Its end is waited for, however long that takes; meanwhile this request's
     * times stand still, and others get its place in line.
     */
    void waitForOther() {
        if (live.busy++ > 0) {
            // The next in line got the device.
            return;
        }
        live.busySince = now.nanos();
        log(Messages.Waiting_other());
        effect(new Effect.LeaveLine());
        effect(new Effect.Wait(Transitions.MAX_FOR_OTHER));
        effect(new Effect.SetDeadline(Transitions.MAX_FOR_OTHER));
    }

    /** All of them have, whether that was told or not. */
    void othersHaveEnded() {
        live.busy = Math.min(live.busy, 1);
        otherHasEnded();
    }

    void otherHasEnded() {
        if (live.busy > 0 && --live.busy == 0) {
            long waited = now.nanos() - live.busySince;
            state = state.stoodStill(Duration.ofNanos(waited));
            live.deadline += waited;
            live.inLineSince += waited;
            effect(new Effect.SetDeadline(patience()));
        }
    }

    /** Ends the request as failed. */
    void fail(String text) {
        fail(plan.options().failure(), text);
    }

    /**
     * What may have been accepted before is never called anything else than in doubt.
     *
     * @param otherwise how it ends if no attempt is in doubt
     */
    void fail(Outcome otherwise, String text) {
        boolean doubted = state.isInDoubt();
        finish(doubted ? Outcome.IN_DOUBT : otherwise, doubted ? texts.doubt(state, text) : texts.told(text), null);
    }

    /** Saves the end before anybody learns of it, unless the disk is too slow. */
    void finish(Outcome end, String text, String sessionError) {
        giveBack();
        state = state.finishing(end, text, sessionError);
        effect(new Effect.Save());
        effect(new Effect.Wait(live.saveTime));
    }

    /** Gives back the permit, if one is held: whatever was saved for this attempt, it does not leave now. */
    void giveBack() {
        if (live.permitted) {
            live.permitted = false;
            live.saved = false;
            state = state.neverLeft();
            effect(new Effect.Release());
        }
    }

    /** The end. From now on nothing leaves. */
    void end(String link) {
        enter(Phase.ENDED);
        effect(new Effect.End(RequestReport.of(plan, state, link)));
    }
}
