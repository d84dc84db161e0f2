package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpSender;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a request needs to reach Graph as one app.
 *
 * @param endpoints where the app's cloud answers
 * @param tokens the app's tokens
 * @param turns where the app's writes queue under Intune's limit
 * @param warnings what people should know before they rely on it, a sentence each
 * @param transport sends calls, with the HTTP client of the moment: it changes with the proxy settings, also while a request waits
 */
public record GraphAccess(
        CloudEndpoints endpoints,
        BearerTokens tokens,
        WriteTurns turns,
        List<String> warnings,
        Supplier<? extends HttpSender> transport) {

    /** The same with writes that queue elsewhere. */
    public GraphAccess withTurns(WriteTurns others) {
        return new GraphAccess(endpoints, tokens, others, warnings, transport);
    }

    /** The same with calls that are sent another way. */
    public GraphAccess withTransport(Supplier<? extends HttpSender> other) {
        return new GraphAccess(endpoints, tokens, turns, warnings, other);
    }
}
