package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Lanes;
import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.values.Wakeups;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.RequestNotExecutedException;

/**
 * The one HTTP client of the plugin, for Entra and Graph alike. A call first waits for the address of its host, then for
 * its share of the connections, and then goes to the {@link ApacheClient}; its deadline counts from the beginning.
 *
 * <p>Thread-safe, and {@link #send} never blocks. Starts its network threads when it is made and holds them until {@link
 * #retire()}.
 */
public final class HttpTransport implements HttpSender {

    /** Most connections of one caller: enough to keep a fleet at Intune's limit, few enough to need little memory. */
    static final int MAX_CONNECTIONS_OF_CALLER = 24;

    /** Most connections of all callers: room for another one while the servers of several others do not answer. */
    static final int MAX_CONNECTIONS = 96;

    private final ProxySettings proxy;
    private final HostAddresses hosts;
    private final ConnectionShares shares = new ConnectionShares(MAX_CONNECTIONS, MAX_CONNECTIONS_OF_CALLER);
    private final ApacheClient client;
    /** One timer for all calls: nearly all are answered long before their time is up. */
    private final Scheduler deadlines;
    /** Calls under way, plus one until this transport is retired: at zero the client closes. */
    private final AtomicInteger users = new AtomicInteger(1);
    /** Never fails: a client that nobody could close for want of a thread would be there for ever. */
    private final Executor closing;

    /**
     * @param proxy the proxy settings
     * @param trust decides which servers are trusted, normally {@link SSLContext#getDefault()}
     * @param userAgent sent with every request, for example {@code intune-remote-assistance/1.0}
     * @param timer runs the deadlines; its tasks are short and never block
     */
    public HttpTransport(ProxySettings proxy, SSLContext trust, String userAgent, ScheduledExecutorService timer) {
        this(proxy, trust, userAgent, timer, SystemDefaultDnsResolver.INSTANCE, builder -> {});
    }

    /**
     * @param nameService looks hosts up, and may block
     * @param more further settings of the client, for tests
     */
    HttpTransport(
            ProxySettings proxy,
            SSLContext trust,
            String userAgent,
            ScheduledExecutorService timer,
            DnsResolver nameService,
            Consumer<HttpAsyncClientBuilder> more) {
        this(proxy, trust, userAgent, timer, nameService, HttpTransport::closingThread, more);
    }

    /** @param closing runs a task that closes the client */
    HttpTransport(
            ProxySettings proxy,
            SSLContext trust,
            String userAgent,
            ScheduledExecutorService timer,
            DnsResolver nameService,
            Executor closing,
            Consumer<HttpAsyncClientBuilder> more) {
        this.proxy = proxy;
        this.closing = new Lanes(closing, 1).of(HttpTransport.class, 1);
        deadlines = new Wakeups(Clocks.SYSTEM, Scheduler.on(timer));
        hosts = new HostAddresses(nameService, System::nanoTime, namingThreads());
        client = new ApacheClient(proxy, trust, userAgent, hosts, MAX_CONNECTIONS, more);
    }

    /** {@link HostAddresses} bounds their number; they end a few seconds after the last look-up. */
    private static ThreadPoolExecutor namingThreads() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("intune-remote-assistance-hosts", true));
    }

    private static void closingThread(Runnable task) {
        new DefaultThreadFactory("intune-remote-assistance-closing", true)
                .newThread(task)
                .start();
    }

    @Override
    public HttpExchange send(HttpCall call) {
        try {
            return send(new ClientExchange(call, proxy));
        } catch (RuntimeException | Error mistake) {
            return HttpExchange.failed(HttpFailure.unusable(call, mistake));
        }
    }

    private HttpExchange send(ClientExchange exchange) {
        HttpCall call = exchange.call();
        if (users.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            exchange.fail(new RequestNotExecutedException("the HTTP client is closed"));
            return exchange;
        }
        exchange.reply().whenComplete((reply, failure) -> {
            if (reply != null && reply.status() == 503) {
                // A 503 comes from one front end: the next attempt should reach another one.
                client.closeIdle();
            }
            release();
        });
        exchange.attempt(() -> {
            Future<?> deadline = deadlines.schedule(call.timeout(), () -> exchange.expire(hosts.refusal()));
            exchange.reply().whenComplete((reply, failure) -> deadline.cancel(false));
            hosts.find(exchange.firstHop()).whenComplete((found, unknown) -> {
                if (unknown == null) {
                    exchange.attempt(() -> shares.enter(call.caller(), () -> begin(exchange)));
                } else {
                    exchange.fail(unknown);
                }
            });
        });
        return exchange;
    }

    /** Returns {@code false} if the call has ended while it waited. */
    private boolean begin(ClientExchange exchange) {
        if (!exchange.hostFound()) {
            return false;
        }
        exchange.reply()
                .whenComplete((reply, failure) -> shares.leave(exchange.call().caller()));
        exchange.attempt(() -> exchange.runsAs(client.execute(exchange)));
        return true;
    }

    /** Whether calls can be sent: not when it was retired, and not when a network thread has died. */
    boolean isUsable() {
        return users.get() > 0 && client.isUsable();
    }

    /** Takes no new calls and closes as soon as those under way have ended. */
    public void retire() {
        release();
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            // Closing waits for the network threads, and the last call may just have ended on one of them.
            closing.execute(client::close);
        }
    }
}
