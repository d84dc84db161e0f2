package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/** Tokens as the plugin gets them, over an HTTP client of its own. */
public final class TokensFixture implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpTransport transport;
    private final EntraTokens tokens;

    /** @param trust decides which servers are trusted */
    public TokensFixture(SSLContext trust) {
        this(ProxySettings.DIRECT, trust);
    }

    TokensFixture(ProxySettings proxy, SSLContext trust) {
        transport = new HttpTransport(proxy, trust, "test", timer);
        tokens = new EntraTokens(() -> transport, executor, Scheduler.on(timer), InstantSource.system());
    }

    /** The HTTP client. */
    public HttpTransport transport() {
        return transport;
    }

    /** The tokens. */
    public EntraTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        transport.retire();
        timer.shutdownNow();
        executor.shutdownNow();
    }
}
