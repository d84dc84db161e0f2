package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What a request tells people: log lines and the one paragraph of a failure. */
final class RequestTexts {

    /** How often a wait says that it goes on. */
    static final Duration NEWS = Duration.ofMinutes(1);

    private final RequestPlan plan;

    RequestTexts(RequestPlan plan) {
        this.plan = plan;
    }

    String device() {
        return plan.device().toString();
    }

    String asking(URI action) {
        return Messages.RequestTexts_asking(device(), action);
    }

    /**
     * Graph refused, or answered something that is not success.
     *
     * @param note one more sentence, or the empty string
     */
    String refused(URI action, RequestState state, HttpReply reply, String note) {
        return Messages.RequestTexts_refused(device(), (graphSaid(reply) + " " + note).strip()) + " "
                + trace(action, state, GraphError.of(reply).requestId());
    }

    /** The request left, and nobody knows what became of it. */
    String doubt(URI action, RequestState state, String what) {
        return doubt(state, what) + " " + trace(action, state, "");
    }

    String doubtAfterRestart(RequestState state) {
        return doubt(state, Messages.RequestTexts_restarted()) + " "
                + Messages.RequestTexts_traceShort(state.clientRequestId(), state.attempts());
    }

    private String doubt(RequestState state, String what) {
        return Messages.RequestTexts_doubt(device(), state.sentAt().truncatedTo(ChronoUnit.SECONDS), what);
    }

    String unsent(String what) {
        return Messages.RequestTexts_unsent(device(), what);
    }

    String timedOutUnsent(String doing) {
        return unsent(Messages.RequestTexts_timedOut(plan.timeout().toSeconds(), doing));
    }

    String abortedUnsent() {
        return Messages.RequestTexts_abortedUnsent(device());
    }

    String abortedInDoubt(RequestState state) {
        return Messages.RequestTexts_abortedInDoubt(device(), state.clientRequestId());
    }

    String mistake(RequestState state, RuntimeException mistake) {
        boolean sent = state.phase() == RequestState.Phase.SENDING;
        return sent ? doubt(state, mistake.toString()) : unsent(mistake.toString());
    }

    /** Status, code, message and hint. */
    String graphSaid(HttpReply reply) {
        GraphError error = GraphError.of(reply);
        StringBuilder said = new StringBuilder(Messages.RequestTexts_answered(reply.statusLine()));
        if (!error.code().isEmpty()) {
            said.append(", ").append(Messages.RequestTexts_code(error.code()));
        }
        if (!error.message().isEmpty()) {
            said.append(": \"").append(error.message()).append('"');
        }
        said.append(said.charAt(said.length() - 1) == '"' && error.message().endsWith(".") ? "" : ".");
        GraphHint.of(error, plan.device().form())
                .ifPresent(hint -> said.append(' ').append(hint));
        return said.toString();
    }

    RequestResult result(RequestState state) {
        return new RequestResult(
                plan.device().deviceId().orElse(null),
                state.requestId(),
                state.clientRequestId(),
                state.attempts(),
                Duration.between(state.startedAt(), state.endedAt()).toMillis());
    }

    private static String trace(URI action, RequestState state, String requestId) {
        return Messages.RequestTexts_trace(
                action, requestId.isEmpty() ? "-" : requestId, state.clientRequestId(), state.attempts());
    }
}
