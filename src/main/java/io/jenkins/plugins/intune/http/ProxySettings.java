package io.jenkins.plugins.intune.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How calls leave the network: directly, or through a proxy.
 *
 * @param host the proxy's host, or {@code null} to connect directly
 * @param port the proxy's port
 * @param userName the name for the proxy, or {@code null} if it asks for none
 * @param password the password for the proxy; never printed
 * @param noProxyHosts regular expressions, as text, of the hosts that are reached directly
 */
public record ProxySettings(
        String host,
        int port,
        String userName,
        // From Jenkins' own settings, which keep it encrypted; here in memory only.
        @SuppressWarnings("lgtm[jenkins/plaintext-storage]") String password,
        List<String> noProxyHosts) {

    /** No proxy: every host is reached directly. */
    public static final ProxySettings DIRECT = new ProxySettings(null, 0, null, null, List.of());

    /** Copies the list, so that two settings can be compared at any time. */
    public ProxySettings {
        noProxyHosts = List.copyOf(noProxyHosts);
    }

    /** Whether a host is reached through the proxy. */
    boolean appliesTo(String targetHost) {
        return host != null && noProxyHosts.stream().noneMatch(pattern -> Pattern.matches(pattern, targetHost));
    }

    /** The host to connect to for a call: the proxy's, or the server's own. */
    String firstHop(HttpCall call) {
        String server = call.uri().getHost();
        return !call.pastProxy() && appliesTo(server) ? host : server;
    }

    @Override
    public String toString() {
        return host == null ? "direct" : host + ":" + port;
    }
}
