package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpTransport;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a request needs to reach Graph as one app.
 *
 * @param endpoints where the app's cloud answers
 * @param tokens the app's tokens
 * @param limiter the app's share of Intune's limit
 * @param warnings what people should know before they rely on it, a sentence each
 * @param transport the HTTP client of the moment: it changes with the proxy settings, also while a request waits
 */
public record GraphAccess(
        CloudEndpoints endpoints,
        BearerTokens tokens,
        WriteLimiter limiter,
        List<String> warnings,
        Supplier<HttpTransport> transport) {}
