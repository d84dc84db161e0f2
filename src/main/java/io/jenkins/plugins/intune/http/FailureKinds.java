package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.PlainText;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.RequestNotExecutedException;

/** Turns the client's exceptions into an {@link HttpFailure} that says what happened in plain words. */
final class FailureKinds {

    /**
     * What Apache's client and Java say if the other side has closed the connection in the handshake, or had an error of its
     * own, as servers and proxies do that are being started or stopped.
     */
    private static final Pattern HUNG_UP = Pattern.compile(
            "TLS handshake failed|terminated the handshake|fatal alert: (internal_error|close_notify|user_canceled)");

    private FailureKinds() {}

    static HttpFailure explain(HttpCall call, Throwable thrown, DepartureGate gate, Secrets secrets) {
        if (find(thrown, RequestNotExecutedException.class)) {
            gate.returned();
        } else {
            gate.close();
        }
        boolean left = gate.left();
        String host = call.uri().getHost();
        String detail = PlainText.oneLine(secrets.hide(Failures.reason(thrown)), 300);
        Throwable cause = secrets.hide(thrown);
        if (left) {
            return new HttpFailure(HttpFailure.Kind.BROKEN, true, Messages._HttpFailure_broken(host, detail), cause);
        }
        if (find(thrown, UnknownHostException.class)) {
            return new HttpFailure(
                    HttpFailure.Kind.UNKNOWN_HOST, false, Messages._HttpFailure_unknownHost(detail), cause);
        }
        if (find(thrown, SSLException.class) && !hungUp(thrown)) {
            return new HttpFailure(HttpFailure.Kind.TLS, false, Messages._HttpFailure_tls(host, detail), cause);
        }
        return new HttpFailure(
                HttpFailure.Kind.NOT_CONNECTED, false, Messages._HttpFailure_notConnected(host, detail), cause);
    }

    /** Whether the other side broke the handshake off without a reason that would be the same the next time. */
    private static boolean hungUp(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SSLException
                    && HUNG_UP.matcher(String.valueOf(t.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    private static boolean find(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
