package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a request needs to reach Graph as one app.
 *
 * @param endpoints where the app's cloud answers
 * @param tokens the app's tokens
 * @param throttles the throttle of the app that a token speaks for: what the token says counts, not how the tenant was
 *     spelled
 * @param roles the application permissions that a token has; empty if that cannot be read
 * @param tenants the ID of the tenant that a token is of; empty if that cannot be read
 * @param warnings what people should know before they rely on it, a sentence each
 * @param transport sends calls, with the present HTTP client: it changes with the proxy settings, also while a request waits
 */
public record GraphAccess(
        CloudEndpoints endpoints,
        BearerTokens tokens,
        Function<String, AppThrottle> throttles,
        Function<String, Optional<List<String>>> roles,
        Function<String, Optional<String>> tenants,
        List<String> warnings,
        Supplier<? extends HttpSender> transport) {

    /** Access whose tokens show neither their permissions nor their tenant. */
    public GraphAccess(
            CloudEndpoints endpoints,
            BearerTokens tokens,
            Function<String, AppThrottle> throttles,
            List<String> warnings,
            Supplier<? extends HttpSender> transport) {
        this(endpoints, tokens, throttles, token -> Optional.empty(), token -> Optional.empty(), warnings, transport);
    }

    /** The same access with another source of throttles. */
    GraphAccess by(Function<String, AppThrottle> other) {
        return new GraphAccess(endpoints, tokens, other, roles, tenants, warnings, transport);
    }
}
