package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.http.ProxyLogin;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.List;
import java.util.Optional;

/** An answer of Graph in words. */
public final class GraphAnswer {

    private GraphAnswer() {}

    /** What is on a list, which may be anything; empty if the answer is no list. */
    static Optional<List<?>> list(HttpReply reply) {
        return reply.status() == 200
                ? Json.object(reply.body()).flatMap(body -> Json.list(body, "value"))
                : Optional.empty();
    }

    /**
     * Status, code, message and hint of an answer to the action.
     *
     * @param form how the device was addressed
     */
    public static String explainAction(HttpReply reply, DeviceForm form) {
        GraphError error = GraphError.of(reply);
        return sentence(reply, error, GraphHint.ofAction(error, form));
    }

    /** The same for an answer that was to be a device. */
    public static String explainDevice(HttpReply reply, DeviceForm form) {
        GraphError error = GraphError.of(reply);
        return sentence(reply, error, GraphHint.ofDevice(error, form));
    }

    /** The same for an answer that was to be a list of devices. */
    public static String explainList(HttpReply reply) {
        GraphError error = GraphError.of(reply);
        return reply.truncated()
                ? Messages.GraphAnswer_longList(HttpReply.BODY_LIMIT / 1024)
                : sentence(reply, error, GraphHint.ofList(error));
    }

    private static String sentence(HttpReply reply, GraphError error, Optional<String> hint) {
        if (ProxyLogin.isRequired(reply)) {
            return ProxyLogin.withinTunnel(reply).toString();
        }
        StringBuilder said = new StringBuilder(Messages.GraphAnswer_answered(reply.statusLine()));
        if (!error.code().isEmpty()) {
            said.append(Messages.GraphAnswer_code(error.code()));
        }
        if (!error.message().isEmpty()) {
            said.append(Messages.GraphAnswer_message(error.message()));
        }
        said.append(error.message().endsWith(".") ? "" : Messages.GraphAnswer_end());
        return Sentences.join(said.toString(), hint.orElse(""));
    }
}
