package io.jenkins.plugins.intune.bench;

import java.util.UUID;

/**
 * Where a peer sends its requests, and as whom.
 *
 * @param authority the root of Entra's stand-in; without a port, because msal4j's own cache never hits one that has
 * @param graphRoot the root of Graph's stand-in
 * @param client the app's client id, which the stand-in keeps its limit by
 */
public record Endpoints(String authority, String graphRoot, String client) {

    public static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";

    public static final String CLIENT = "33333333-aaaa-4bbb-8ccc-444444444444";

    public static final String SECRET = "stand-in~secret-4c7be1a9";

    private static final String DEVICES = "/deviceManagement/managedDevices/";

    /** As the usual app. */
    public Endpoints(String authority, String graphRoot) {
        this(authority, graphRoot, CLIENT);
    }

    /** The scope to ask a token for. */
    public String scope() {
        return graphRoot + "/.default";
    }

    /** Where tokens are given. */
    public String tokenEndpoint() {
        return authority + "/" + TENANT + "/oauth2/v2.0/token";
    }

    /** What is sent there, as a form, by those who write it by hand. */
    public String tokenForm() {
        return "grant_type=client_credentials&client_id=" + CLIENT + "&client_secret=" + SECRET + "&scope="
                + java.net.URLEncoder.encode(scope(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The token in an answer of Entra, for those who have no parser. */
    public static String tokenIn(String json) {
        String begin = "\"access_token\":\"";
        int from = json.indexOf(begin) + begin.length();
        return json.substring(from, json.indexOf('"', from));
    }

    /** The address of the action on a device. */
    public String action(String device) {
        return graphRoot + "/v1.0" + DEVICES + device + "/requestRemoteAssistance";
    }

    /** A device's id: another one for each number. */
    public static String device(long number) {
        return new UUID(0x7f1c2a441d0e4b5fL, 0x9a86000000000000L | number).toString();
    }
}
