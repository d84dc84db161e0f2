package io.jenkins.plugins.intune.http;

import java.io.IOException;
import java.io.Serial;
import org.jvnet.localizer.Localizable;

/**
 * No usable answer came. The message is a plain sentence for a build log; it names the host and never holds a header or a
 * body. It is worded when it is read, in the language of the thread that reads it, which is not the one of the connection.
 */
public final class HttpFailure extends IOException {

    /** What went wrong, for hints and decisions. */
    public enum Kind {
        /** The host's name has no address. */
        UNKNOWN_HOST,
        /** Nobody accepted the connection, or no connection could be made in time. */
        NOT_CONNECTED,
        /** The TLS handshake failed, for example because the certificate is not trusted. */
        TLS,
        /** The proxy, not the server, refused: see {@link #proxyStatus()}. */
        PROXY,
        /** The time for the call was up. */
        TIMEOUT,
        /** The connection broke before a whole answer had arrived, or what arrived was another call's. */
        BROKEN,
        /** The caller gave up. */
        CANCELLED
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Localizable message;
    private final boolean left;
    private final int proxyStatus;

    HttpFailure(Kind kind, boolean left, Localizable message, Throwable cause) {
        this(kind, left, 0, message, cause);
    }

    /**
     * For senders other than the one client.
     *
     * @param left whether any of the request may have left
     * @param proxyStatus the status with which the proxy refused to connect, or 0
     * @param message a plain sentence that names the host
     * @param cause what the sender threw, or {@code null}
     */
    public HttpFailure(Kind kind, boolean left, int proxyStatus, Localizable message, Throwable cause) {
        super(cause);
        this.kind = kind;
        this.message = message;
        this.left = left;
        this.proxyStatus = proxyStatus;
    }

    /** The caller gave up. */
    public static HttpFailure cancelled(HttpCall call, boolean left) {
        return new HttpFailure(Kind.CANCELLED, left, Messages._HttpFailure_cancelled(host(call)), null);
    }

    /** The time for the call was up. */
    public static HttpFailure timeout(HttpCall call, boolean left) {
        long seconds = Math.max(1, call.timeout().toSeconds());
        Localizable message = left
                ? Messages._HttpFailure_timeout(host(call), seconds)
                : Messages._HttpFailure_timeoutUnsent(host(call), seconds);
        return new HttpFailure(Kind.TIMEOUT, left, message, null);
    }

    /** The time for the call was up before the name server had answered. */
    static HttpFailure unresolved(HttpCall call, String host) {
        long seconds = Math.max(1, call.timeout().toSeconds());
        return new HttpFailure(Kind.TIMEOUT, false, Messages._HttpFailure_unresolved(host, seconds), null);
    }

    /** An answer came, but to another call. */
    public static HttpFailure anothers(HttpCall call) {
        return new HttpFailure(Kind.BROKEN, true, Messages._HttpFailure_anothers(host(call)), null);
    }

    /** The call cannot be sent, and what is secret in it is not known, so only the kind of the error is told. */
    static HttpFailure unusable(HttpCall call, Throwable mistake) {
        String kind = mistake.getClass().getSimpleName();
        return new HttpFailure(Kind.NOT_CONNECTED, false, Messages._HttpFailure_notConnected(host(call), kind), null);
    }

    /** The server's limit for this caller left no room for the call within its time. */
    public static HttpFailure throttled(HttpCall call) {
        long seconds = Math.max(1, call.timeout().toSeconds());
        return new HttpFailure(Kind.TIMEOUT, false, Messages._HttpFailure_throttled(host(call), seconds), null);
    }

    private static String host(HttpCall call) {
        return call.uri().getHost();
    }

    @Override
    public String getMessage() {
        return message.toString();
    }

    /** The message, for another message that quotes it. */
    public Localizable localizable() {
        return message;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether any of the request may have left for the server. {@code false} is certain: the server cannot have seen the
     * request. {@code true} means that it is not known what became of it.
     */
    public boolean left() {
        return left;
    }

    /** Whether the same call may succeed a little later. */
    public boolean mayPass() {
        return switch (kind) {
            case UNKNOWN_HOST, NOT_CONNECTED, BROKEN, TIMEOUT -> true;
            case PROXY -> isBusy(proxyStatus);
            case TLS, CANCELLED -> false;
        };
    }

    /** Whether a proxy that answers so is busy, or has not reached the server in time. */
    static boolean isBusy(int proxyStatus) {
        return proxyStatus >= 500 || proxyStatus == 408 || proxyStatus == 425 || proxyStatus == 429;
    }

    /** The status with which the proxy refused to connect, or 0. */
    public int proxyStatus() {
        return proxyStatus;
    }
}
