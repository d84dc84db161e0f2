package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;

/** An answer of Graph in words. */
final class GraphAnswer {

    private GraphAnswer() {}

    /**
     * Status, code, message and hint.
     *
     * @param form how the device was addressed
     */
    static String explain(HttpReply reply, DeviceForm form) {
        GraphError error = GraphError.of(reply);
        StringBuilder said = new StringBuilder(Messages.RequestTexts_answered(reply.statusLine()));
        if (!error.code().isEmpty()) {
            said.append(", ").append(Messages.RequestTexts_code(error.code()));
        }
        if (!error.message().isEmpty()) {
            said.append(": \"").append(error.message()).append('"');
        }
        said.append(error.message().endsWith(".") ? "" : ".");
        GraphHint.of(error, form).ifPresent(hint -> said.append(' ').append(hint));
        return said.toString();
    }
}
