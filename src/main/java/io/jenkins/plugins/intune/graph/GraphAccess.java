package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpTransport;
import java.util.function.Supplier;

/**
 * What a request needs to reach Graph as one app.
 *
 * @param cloud the cloud, for warnings
 * @param endpoints where it answers
 * @param tokens the app's tokens
 * @param limiter the app's share of Intune's limit
 * @param transport the HTTP client of the moment: it changes with the proxy settings, also while a request waits
 */
public record GraphAccess(
        Cloud cloud,
        CloudEndpoints endpoints,
        BearerTokens tokens,
        WriteLimiter limiter,
        Supplier<HttpTransport> transport) {}
