package io.jenkins.plugins.intune.http;

/** Failures as the transport makes them, for tests of what follows. */
public final class SampleFailures {

    private SampleFailures() {}

    /** Nobody accepted the connection, so nothing was sent. */
    public static HttpFailure notConnected() {
        return new HttpFailure(
                HttpFailure.Kind.NOT_CONNECTED,
                false,
                Messages._HttpFailure_notConnected("graph.example", "refused"),
                null);
    }
}
