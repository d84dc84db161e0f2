package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.GraphAnswer;
import io.jenkins.plugins.intune.graph.GraphError;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.values.Sentences;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a request tells people: log lines and the one paragraph of a failure. */
public final class RequestTexts {

    private final RequestPlan plan;

    public RequestTexts(RequestPlan plan) {
        this.plan = plan;
    }

    /** What it is doing or waiting for, and until when, as a short phrase for diagnosis. */
    public static String status(Situation situation, Moment now) {
        Phase phase = situation.state().phase();
        Live live = situation.live();
        if (phase == Phase.BACKING_OFF) {
            return "waiting until " + situation.state().wakeAt() + ": " + live.note;
        }
        boolean waits = (phase == Phase.SETTLING || phase == Phase.WATCHING) && !live.looking;
        return waits ? "waiting until " + live.nextLookAt + ": " + doing(situation, now) : doing(situation, now);
    }

    private static String doing(Situation situation, Moment now) {
        return situation.state().phase() == Phase.READING
                ? Messages.Waiting_read()
                : Waiting.cause(situation, now).map(Waiting.Cause::words).orElse("");
    }

    /** A warning about the configuration or the credential, before the first request. */
    public static String warning(String warning) {
        return Messages.RequestTexts_warning(warning);
    }

    /** That the device is about to be asked, and where. */
    public String asking(URI action) {
        return plan.options().dryRun()
                ? told(Messages.RequestTexts_wouldAsk(device(), action))
                : Messages.RequestTexts_asking(device(), action);
    }

    /** What it ends with, which says of a dry run that it was one. */
    String told(String text) {
        return plan.options().dryRun() ? Messages.RequestTexts_dryRun(text) : text;
    }

    String found(DeviceDetails found) {
        return Messages.RequestTexts_found(device(), found.id(), found.describe());
    }

    /** @param byLink whether a new session link at the device showed that, and not an answer */
    String accepted(RequestState state, boolean byLink) {
        if (byLink) {
            return Messages.RequestTexts_acceptedAfterDoubt(device(), id(state));
        }
        return Messages.RequestTexts_accepted(device(), orDash(state.sent().requestId()), id(state));
    }

    /** An earlier step of the build asked the device, and Intune accepted. */
    String acceptedBefore(RequestState state) {
        return Messages.RequestTexts_acceptedBefore(device(), seconds(state.acceptedAt()), id(state));
    }

    /** An earlier step of the build asked the device, and nobody knows what became of that. */
    String inDoubtBefore(RequestState state) {
        return Messages.RequestTexts_inDoubtBefore(
                device(), seconds(state.sent().sentAt()), id(state));
    }

    /** The earlier step did not read which link the device had before, so no link can be known to be its own. */
    String linkUnknown(RequestState state) {
        return Messages.RequestTexts_sessionUnknown(device(), id(state));
    }

    /** The session that the request opened is over. */
    String otherSession(RequestState state) {
        return Messages.RequestTexts_otherSession(device(), id(state));
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    String waitingForSession(Duration time) {
        return Messages.RequestTexts_waitingForSession(time.toSeconds());
    }

    /** The link itself is for those who may assist, and a log is for everybody. */
    String sessionFound() {
        return Messages.RequestTexts_sessionFound(device());
    }

    /** Intune accepted, and there is no session. */
    String sessionFailed(RequestState state, DeviceReading reading) {
        return Messages.RequestTexts_sessionFailed(
                device(), reading.error(), id(state), reading.details().describe());
    }

    /**
     * Intune accepted, and neither a link nor an error came in time.
     *
     * @param reading the device as it was read last
     * @param note why the last look told nothing
     */
    String noSession(RequestState state, Connector connector, Optional<DeviceReading> reading, String note) {
        List<String> said = new ArrayList<>();
        said.add(Messages.RequestTexts_noSession(
                device(), plan.options().sessionTimeout().toSeconds(), id(state)));
        if (!note.isEmpty()) {
            said.add(Messages.RequestTexts_notRead(sentence(note)));
        }
        reading.ifPresent(device -> {
            said.add(Messages.RequestTexts_deviceIs(device.details().describe()));
            said.addAll(device.details().concerns());
            if (!device.error().isEmpty()) {
                said.add(Messages.RequestTexts_oldError(device.error()));
            }
        });
        said.add(connector.advice());
        said.add(Messages.RequestTexts_likelyReasons());
        return Sentences.join(said);
    }

    String abortedWatching(RequestState state) {
        return Messages.RequestTexts_abortedWatching(device(), id(state));
    }

    /**
     * Graph refused.
     *
     * @param note one more sentence, or the empty string
     */
    String refused(URI action, RequestState state, HttpReply reply, String note) {
        String said = notRequested(state, Sentences.join(graphSaid(reply), note));
        String requestId = GraphError.of(reply).requestId();
        return Sentences.join(
                said,
                Messages.RequestTexts_trace(
                        action, orDash(requestId), id(state), state.sent().attempts()));
    }

    /**
     * The request left, and nobody knows what became of it.
     *
     * @param note what looking at the device has shown
     */
    String doubt(RequestState state, String note) {
        RequestState told = state.toldOfDoubt();
        Sent sent = told.sent();
        return Sentences.join(
                Messages.RequestTexts_doubt(
                        device(), seconds(sent.sentAt()), Sentences.join(sentence(told.reason()), note)),
                sent.attempts() > 1 ? Messages.RequestTexts_notOnceMore() : Messages.RequestTexts_notAgain(),
                Messages.RequestTexts_doubtAdvice(sent.clientRequestId(), sent.attempts()));
    }

    /** What was left to do for an accepted request ended with an error in this plugin or a library. */
    String broken(RequestState state, String what) {
        return Messages.RequestTexts_broken(device(), sentence(what), id(state));
    }

    /** Of what is in doubt because of an earlier attempt nobody knows that. */
    private String notRequested(RequestState state, String why) {
        return state.isInDoubt() ? why : Messages.RequestTexts_refused(device(), why);
    }

    /** Nothing that Intune could have processed was sent. */
    String unsent(RequestState state, String what) {
        if (plan.options().dryRun()) {
            return Messages.RequestTexts_unable(device(), sentence(what));
        }
        return state.sent().attempts() > 0
                ? notRequested(state, sentence(what))
                : Messages.RequestTexts_unsent(device(), sentence(what));
    }

    /** The report of a request that could not even begin. */
    public String unsent(String what) {
        return told(unsent(RequestState.startingAt(Instant.EPOCH), what));
    }

    /** The same, because the next attempt would come too late. */
    String unsent(RequestState state, String what, Duration wait) {
        return unsent(state, Sentences.join(sentence(what), tooLong(wait)));
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.。…]") ? text : text + ".";
    }

    String timedOut(Situation situation, Moment now) {
        Duration time =
                situation.live().inLine ? Live.MAX_IN_LINE : plan.options().timeout();
        return unsent(situation.state(), Messages.RequestTexts_timedOut(time.toSeconds(), doing(situation, now)));
    }

    String tooLong(Duration wait) {
        return Messages.RequestTexts_tooLong(seconds(wait));
    }

    /** @param why what makes the wait necessary, a sentence with or without its full stop */
    String waiting(String why, Duration wait) {
        return Messages.RequestTexts_waiting(why.replaceFirst("[.。]$", ""), seconds(wait));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.toSeconds());
    }

    String abortedUnsent() {
        return Messages.RequestTexts_abortedUnsent(device());
    }

    String abortedInDoubt(RequestState state) {
        return Messages.RequestTexts_abortedInDoubt(device(), id(state.toldOfDoubt()));
    }

    /** Status, code, message and hint of an answer to the action. */
    String graphSaid(HttpReply reply) {
        return GraphAnswer.explainAction(reply, plan.form());
    }

    private String device() {
        return plan.target().toString();
    }

    private static String id(RequestState state) {
        return state.sent().clientRequestId();
    }

    private static String orDash(String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }
}
