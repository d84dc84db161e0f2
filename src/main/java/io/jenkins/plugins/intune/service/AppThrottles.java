package io.jenkins.plugins.intune.service;

import io.jenkins.plugins.intune.entra.TokenClaims;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Throttles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The throttle for each token: that of the app and the tenant that the token speaks for, however the credential spells them.
 * Thread-safe.
 */
final class AppThrottles {

    /** Most tokens whose throttle is remembered, so that a token need not be read for each call. */
    private static final int MAX_TOKENS = 64;

    private final Throttles throttles;
    private final Map<String, AppThrottle> byToken = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AppThrottle> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    AppThrottles(Throttles throttles) {
        this.throttles = throttles;
    }

    /**
     * The throttles of an identity's tokens.
     *
     * @param identity takes the place of the app for a token that does not name its app
     */
    Function<String, AppThrottle> of(WorkloadIdentity identity) {
        return token -> {
            synchronized (byToken) {
                return byToken.computeIfAbsent(token, unread -> find(unread, identity));
            }
        };
    }

    private AppThrottle find(String token, WorkloadIdentity identity) {
        Optional<TokenClaims> claims = TokenClaims.of(token);
        String tenant = claims.flatMap(TokenClaims::tenant).orElse("");
        String app = claims.flatMap(TokenClaims::app).orElse(identity.toString());
        return throttles.of(tenant, app);
    }
}
