package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the tenant's TeamViewer connector is set up. Without it Intune accepts requests, but no session follows. Most apps
 * may not read it, and need not.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/intune-remoteassistance-remoteassistancepartner">Remote
 *     assistance partners</a>
 */
public enum Connector {
    /** It can be used. */
    ONBOARDED,
    /** Somebody has begun to set it up. */
    ONBOARDING,
    /** It is not set up. */
    NOT_ONBOARDED,
    /** Not known. */
    UNKNOWN;

    /** The path of the partners below the root of Graph. */
    private static final String PATH = "v1.0/deviceManagement/remoteAssistancePartners?$select=id,onboardingStatus";

    /** The address of the list of partners. */
    static URI address(CloudEndpoints endpoints) {
        return URI.create(endpoints.graphRoot() + "/" + PATH);
    }

    /** Reads the list of partners; of several, the one that is set up furthest counts. */
    static Connector of(HttpReply reply) {
        Optional<List<?>> partners = GraphAnswer.list(reply);
        if (partners.isEmpty()) {
            return UNKNOWN;
        }
        return partners.get().stream().map(Connector::of).min(Enum::compareTo).orElse(NOT_ONBOARDED);
    }

    private static Connector of(Object partner) {
        String status = partner instanceof Map<?, ?> map
                ? Json.text(map, "onboardingStatus").orElse("")
                : "";
        return switch (status) {
            case "onboarded" -> ONBOARDED;
            case "onboarding" -> ONBOARDING;
            case "notOnboarded" -> NOT_ONBOARDED;
            default -> UNKNOWN;
        };
    }

    /** What to do about it; the empty string if there is nothing to be done. */
    public String advice() {
        return switch (this) {
            case ONBOARDED -> "";
            case ONBOARDING -> Messages.Connector_onboarding();
            case NOT_ONBOARDED -> Messages.Connector_notOnboarded();
            case UNKNOWN -> Messages.Connector_unknown();
        };
    }

    /** Whether it is known that no session can follow. */
    public boolean isMissing() {
        return this == ONBOARDING || this == NOT_ONBOARDED;
    }
}
