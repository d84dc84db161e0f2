package io.jenkins.plugins.intune.http;

import java.util.function.Function;

/**
 * The present HTTP client: made on first use, and anew when the proxy settings have changed or the client cannot be used any
 * more. Calls under way end on the client that they began with. Thread-safe.
 */
public final class CurrentTransport {

    private final Function<ProxySettings, HttpTransport> maker;
    private ProxySettings settings;
    private HttpTransport transport;

    /** @param maker makes a client */
    public CurrentTransport(Function<ProxySettings, HttpTransport> maker) {
        this.maker = maker;
    }

    /** The client for these proxy settings. */
    public synchronized HttpTransport get(ProxySettings wanted) {
        if (transport == null || !transport.isUsable() || !wanted.equals(settings)) {
            close();
            transport = maker.apply(wanted);
            settings = wanted;
        }
        return transport;
    }

    /** Retires the client. */
    public synchronized void close() {
        if (transport != null) {
            transport.retire();
            transport = null;
        }
    }
}
