package io.jenkins.plugins.intune.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One request to send.
 *
 * @param method {@code GET} or {@code POST}
 * @param uri an absolute address, its path already encoded; {@code https} but for a {@linkplain #direct() direct} call
 * @param headers header fields by name, sent as they are; {@code Authorization} among them goes to this host only
 * @param body the body's bytes, empty for none: then {@code Content-Length: 0} is sent with a {@code POST}
 * @param timeout how long everything may take, from queueing for a connection to the last byte; more than zero
 * @param pastProxy whether the host is reached directly, regardless of the proxy settings
 */
public record HttpCall(
        String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout, boolean pastProxy) {

    private static final byte[] NO_BODY = {};

    /** A {@code GET}. */
    public static HttpCall get(URI uri, Map<String, String> headers, Duration timeout) {
        return new HttpCall("GET", uri, headers, NO_BODY, timeout, false);
    }

    /** A {@code POST} without a body. */
    public static HttpCall post(URI uri, Map<String, String> headers, Duration timeout) {
        return new HttpCall("POST", uri, headers, NO_BODY, timeout, false);
    }

    /** A {@code POST} with a text as its body; its {@code Content-Type} is one of the headers. */
    public static HttpCall post(URI uri, Map<String, String> headers, String body, Duration timeout) {
        return new HttpCall("POST", uri, headers, body.getBytes(StandardCharsets.UTF_8), timeout, false);
    }

    /** The same call past the proxy: for an endpoint that only this machine can reach. */
    public HttpCall direct() {
        return new HttpCall(method, uri, headers, body, timeout, true);
    }

    /** Who calls whom: the host, and the token that the call carries or, where there is none yet, the path. */
    private record Caller(
            String host,
            // In memory only.
            @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
            String tokenOrPath) {

        // Java makes these at run time, which costs the first request as much as thirty classes, and a token is long.
        @Override
        public boolean equals(Object other) {
            return other instanceof Caller caller && tokenOrPath.equals(caller.tokenOrPath) && host.equals(caller.host);
        }

        @Override
        public int hashCode() {
            return 31 * host.hashCode() + tokenOrPath.length();
        }

        @Override
        public String toString() {
            return host;
        }
    }

    /** Tells one caller from another by value equality. Holds a token, which is long, so it is not copied. */
    Object caller() {
        return new Caller(uri.getHost(), headers.getOrDefault("Authorization", uri.getPath()));
    }

    /** Method and address only: headers and body hold tokens and secrets. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
