package io.jenkins.plugins.intune.http;

import java.nio.channels.ClosedChannelException;
import java.util.function.Function;

/**
 * The present HTTP client: made on first use, and anew when the proxy settings have changed or the client cannot be used any
 * more. Calls under way end on the client that they began with. Thread-safe.
 */
public final class CurrentTransport {

    private final Function<ProxySettings, HttpTransport> maker;
    private ProxySettings settings;
    private HttpTransport transport;
    private boolean closed;

    /** @param maker makes a client */
    public CurrentTransport(Function<ProxySettings, HttpTransport> maker) {
        this.maker = maker;
    }

    /** The client for these proxy settings; after {@link #close()} one that sends nothing. */
    public synchronized HttpSender get(ProxySettings wanted) {
        if (closed) {
            return call -> HttpExchange.failed(HttpFailure.unusable(call, new ClosedChannelException()));
        }
        if (transport == null || !transport.isUsable() || !wanted.equals(settings)) {
            retire();
            transport = maker.apply(wanted);
            settings = wanted;
        }
        return transport;
    }

    private void retire() {
        if (transport != null) {
            transport.retire();
            transport = null;
        }
    }

    /** Retires the client for good: whoever comes late must not make another one, which nobody would close. */
    public synchronized void close() {
        closed = true;
        retire();
    }
}
