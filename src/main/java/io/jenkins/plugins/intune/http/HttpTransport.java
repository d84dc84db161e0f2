package io.jenkins.plugins.intune.http;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.http.RequestNotExecutedException;

/**
 * The one HTTP client of the plugin, for Entra and Graph alike: the {@link ApacheClient}, and a total deadline for each
 * call.
 *
 * <p>Thread-safe. Starts its network threads when it is made and holds them until {@link #retire()}.
 */
public final class HttpTransport implements HttpSender {

    private final ApacheClient client;
    private final Deadlines deadlines;
    /** Calls under way, plus one until this transport is retired: at zero the client closes. */
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * @param proxy the way out
     * @param trust decides which servers are believed, normally {@link SSLContext#getDefault()}
     * @param userAgent sent with every request, for example {@code intune-remote-assistance/1.0}
     * @param timer runs the deadlines; its tasks are short and never block
     */
    public HttpTransport(ProxySettings proxy, SSLContext trust, String userAgent, ScheduledExecutorService timer) {
        this(proxy, trust, userAgent, timer, builder -> {});
    }

    /** @param more further settings of the client, for tests */
    HttpTransport(
            ProxySettings proxy,
            SSLContext trust,
            String userAgent,
            ScheduledExecutorService timer,
            Consumer<HttpAsyncClientBuilder> more) {
        deadlines = new Deadlines(System::nanoTime, Alarm.on(timer));
        client = new ApacheClient(proxy, trust, userAgent, SystemDefaultDnsResolver.INSTANCE, more);
    }

    @Override
    public HttpExchange send(HttpCall call) {
        ClientExchange exchange = new ClientExchange(call);
        if (users.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            exchange.fail(new RequestNotExecutedException("the HTTP client is closed"));
            return exchange;
        }
        Runnable expire = exchange::expire;
        deadlines.add(expire, call.timeout());
        exchange.reply().whenComplete((reply, failure) -> {
            deadlines.remove(expire);
            if (reply != null && reply.status() == 503) {
                // A 503 speaks for one front end: the next attempt is to reach another one.
                client.closeIdle();
            }
            release();
        });
        exchange.runsAs(client.execute(exchange));
        return exchange;
    }

    /** Takes no new calls and closes as soon as those under way have ended. */
    public void retire() {
        release();
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            deadlines.close();
            client.close();
        }
    }
}
