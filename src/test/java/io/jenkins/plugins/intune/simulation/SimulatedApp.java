package io.jenkins.plugins.intune.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An app registration of the one tenant: its tokens, its consent, its part of the limits. */
final class SimulatedApp {

    /** A token that Entra ID has given out. Times are the world's. */
    static final class Token {

        final String value;
        final long issuedAt;
        final long expiresAt;
        boolean revoked;
        boolean lacksRole;
        /** Whether a call with it was refused. */
        boolean refused;

        Token(String value, long issuedAt, long expiresAt) {
            this.value = value;
            this.issuedAt = issuedAt;
            this.expiresAt = expiresAt;
        }
    }

    static final String TENANT = "a0000000-0000-4000-8000-000000000001";

    private static final String HEADER = encode("{\"typ\":\"JWT\",\"alg\":\"none\"}");

    final int number;
    final String id;
    final SlidingLimit writes;
    final SlidingLimit reads;
    /** Whether Entra ID refuses the app's secret, for good. */
    boolean refused;
    /** From when on the app has its permission, {@link Long#MAX_VALUE} for never. */
    long consentAt;

    long tokenLifetime = 3599 * World.SECOND;

    private final String claims;
    private int tokens;

    SimulatedApp(int number, SlidingLimit writes, SlidingLimit reads) {
        this.number = number;
        this.writes = writes;
        this.reads = reads;
        id = SimulatedDevice.guid('b', number);
        claims = encode("{\"tid\":\"" + TENANT + "\",\"appid\":\"" + id + "\"}");
    }

    /** A new token, whose text no other has. */
    Token newToken(long now) {
        String value = HEADER + "." + claims + ".token" + number + "x" + ++tokens + "x";
        Token token = new Token(value, now, now + tokenLifetime);
        token.lacksRole = now < consentAt;
        return token;
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "app " + number;
    }
}
