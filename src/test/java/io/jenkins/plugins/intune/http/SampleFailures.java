package io.jenkins.plugins.intune.http;

/** Failures as the transport makes them, for tests of what follows. */
public final class SampleFailures {

    private SampleFailures() {}

    /** Nobody accepted the connection, so nothing was sent. */
    public static HttpFailure notConnected() {
        return of(HttpFailure.Kind.NOT_CONNECTED, false, 0);
    }

    /**
     * Any failure.
     *
     * @param left whether any of the request may have left
     * @param proxyStatus the status with which the proxy refused to connect, or 0
     */
    public static HttpFailure of(HttpFailure.Kind kind, boolean left, int proxyStatus) {
        return new HttpFailure(
                kind, left, proxyStatus, Messages._HttpFailure_notConnected("graph.example", "refused"), null);
    }
}
