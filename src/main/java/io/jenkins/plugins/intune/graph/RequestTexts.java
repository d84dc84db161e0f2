package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a request tells people: log lines and the one paragraph of a failure. */
final class RequestTexts {

    private final RequestPlan plan;

    RequestTexts(RequestPlan plan) {
        this.plan = plan;
    }

    String asking(URI action) {
        return Messages.RequestTexts_asking(device(), action);
    }

    /** @param afterDoubt whether a new session link at the device told so, and not an answer */
    String accepted(RequestState state, boolean afterDoubt) {
        if (afterDoubt) {
            return Messages.RequestTexts_acceptedAfterDoubt(device(), state.clientRequestId());
        }
        return Messages.RequestTexts_accepted(device(), orDash(state.requestId()), state.clientRequestId());
    }

    String waitingForSession() {
        return Messages.RequestTexts_waitingForSession(plan.sessionTimeout().toSeconds());
    }

    /** The link itself is for those who may assist, and a log is for everybody. */
    String sessionFound() {
        return Messages.RequestTexts_sessionFound(device());
    }

    /** Intune accepted, and the session came to nothing. */
    String sessionFailed(RequestState state, DeviceReading reading) {
        return Messages.RequestTexts_sessionFailed(
                device(),
                reading.error(),
                state.clientRequestId(),
                reading.details().describe());
    }

    /**
     * Intune accepted, and neither a link nor an error came in time.
     *
     * @param reading the device as it was read last
     * @param note why the last look told nothing
     */
    String noSession(RequestState state, Connector connector, Optional<DeviceReading> reading, String note) {
        StringBuilder said = new StringBuilder(
                Messages.RequestTexts_noSession(device(), plan.sessionTimeout().toSeconds(), state.clientRequestId()));
        if (!note.isEmpty()) {
            said.append(' ').append(Messages.RequestTexts_notRead(note));
        }
        reading.ifPresent(device -> {
            said.append(' ')
                    .append(Messages.RequestTexts_deviceIs(device.details().describe()));
            device.details().concerns().forEach(concern -> said.append(' ').append(concern));
            if (!device.error().isEmpty()) {
                said.append(' ').append(Messages.RequestTexts_oldError(device.error()));
            }
        });
        if (!connector.advice().isEmpty()) {
            said.append(' ').append(connector.advice());
        }
        return said.append(' ').append(Messages.RequestTexts_likelyReasons()).toString();
    }

    String abortedWatching(RequestState state) {
        return Messages.RequestTexts_abortedWatching(device(), state.clientRequestId());
    }

    /**
     * Graph refused, or answered something that is not success.
     *
     * @param note one more sentence, or the empty string
     */
    String refused(URI action, RequestState state, HttpReply reply, String note) {
        String said = Messages.RequestTexts_refused(device(), (graphSaid(reply) + " " + note).strip());
        String requestId = GraphError.of(reply).requestId();
        return said + " "
                + Messages.RequestTexts_trace(action, orDash(requestId), state.clientRequestId(), state.attempts());
    }

    /**
     * The request left, and nobody knows what became of it.
     *
     * @param note what came of asking the device
     */
    String doubt(RequestState state, String note) {
        return Messages.RequestTexts_doubt(
                device(),
                state.sentAt().truncatedTo(ChronoUnit.SECONDS),
                state.reason(),
                note,
                state.clientRequestId(),
                state.attempts());
    }

    String askingDevice(String what) {
        return Messages.RequestTexts_askingDevice(what);
    }

    /** Nothing that Intune could have processed was sent. */
    String unsent(RequestState state, String what) {
        return state.attempts() > 0
                ? Messages.RequestTexts_refused(device(), what)
                : Messages.RequestTexts_unsent(device(), what);
    }

    String timedOut(RequestState state, String doing) {
        return unsent(state, Messages.RequestTexts_timedOut(plan.timeout().toSeconds(), doing));
    }

    String tooLong(Duration wait) {
        return Messages.RequestTexts_tooLong(Math.max(1, wait.toSeconds()));
    }

    String abortedUnsent() {
        return Messages.RequestTexts_abortedUnsent(device());
    }

    String abortedInDoubt(RequestState state) {
        return Messages.RequestTexts_abortedInDoubt(device(), state.clientRequestId());
    }

    String mistake(RequestState state, Throwable mistake) {
        boolean sent = state.phase() == RequestState.Phase.SENDING;
        return sent ? doubt(state.inDoubt(mistake.toString()), "") : unsent(state, mistake.toString());
    }

    /** Status, code, message and hint of an answer to the action. */
    String graphSaid(HttpReply reply) {
        return GraphAnswer.explainAction(reply, plan.form());
    }

    String device() {
        return plan.target().toString();
    }

    private static String orDash(String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }
}
