package io.jenkins.plugins.intune.standin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** JSON Web Tokens that nobody has signed: for what only reads them. */
public final class IdTokens {

    private IdTokens() {}

    /** A token with these claims, a JSON object. */
    public static String of(String claims) {
        return encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encode(claims) + ".c2lnbmF0dXJl";
    }

    /** An ID token for federation that is good for this long from now. */
    public static String goodFor(Duration time, String subject) {
        return of("{\"iss\":\"https://jenkins.example/oidc\",\"sub\":\"" + subject
                + "\",\"aud\":\"api://AzureADTokenExchange\",\"exp\":"
                + Instant.now().plus(time).getEpochSecond() + "}");
    }

    /** An access token with application permissions. */
    public static String withRoles(String... roles) {
        String list = Arrays.stream(roles).map(role -> "\"" + role + "\"").collect(Collectors.joining(","));
        return of("{\"tid\":\"" + StandIn.TENANT + "\",\"appid\":\"" + StandIn.CLIENT + "\""
                + (roles.length == 0 ? "" : ",\"roles\":[" + list + "]") + "}");
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
