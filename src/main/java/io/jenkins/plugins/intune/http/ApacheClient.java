package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.SystemLog;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache HttpClient 5, asynchronous, with everything switched off that could send a request a second time or to another
 * host.
 *
 * <p>Hardening, and why (more in {@code docs/architecture.md}): HTTP/1.1 only, because HTTP/2 brings stream limits; no
 * automatic retries, because the default repeats a {@code POST} on 503 and 429; no redirects, cookies or cached
 * authentication; proxy credentials scoped to the proxy; a {@link DepartureGate} between connecting and writing.
 *
 * <p>Thread-safe. Starts its network threads when it is made and holds them until {@link #close()}.
 */
final class ApacheClient {

    private static final Logger LOGGER = Logger.getLogger(ApacheClient.class.getName());

    /** The client's own timeouts are this much longer than the deadline of a call. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(10);

    /** For each of a host's addresses: a read has 10 s for all of them, and the first may be dead. */
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(4);

    private static final Timeout HANDSHAKE_TIMEOUT = Timeout.ofSeconds(10);

    private static final String PAST_PROXY = ApacheClient.class.getName() + ".pastProxy";

    private final CloseableHttpAsyncClient client;
    private final PoolingAsyncClientConnectionManager connections;
    private volatile boolean threadEnded;

    /**
     * @param proxy the way out
     * @param trust decides which servers are trusted
     * @param userAgent sent with every request
     * @param names knows the addresses of hosts: called on threads that must not block
     * @param maxConnections the most connections at a time
     * @param more further settings, for tests
     */
    ApacheClient(
            ProxySettings proxy,
            SSLContext trust,
            String userAgent,
            DnsResolver names,
            int maxConnections,
            Consumer<HttpAsyncClientBuilder> more) {
        connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(
                        ClientTlsStrategyBuilder.create().setSslContext(trust).buildAsync())
                .setDnsResolver(names)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(HANDSHAKE_TIMEOUT)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .setIdleTimeout(Timeout.ofSeconds(30))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnPerRoute(maxConnections)
                .setMaxConnTotal(maxConnections)
                .build();
        HttpAsyncClientBuilder builder = HttpAsyncClientBuilder.create()
                .setConnectionManager(new GatedConnections(connections))
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(2).build())
                .setThreadFactory(watched(new DefaultThreadFactory("httpclient-dispatch", true)))
                // A selector that closes while its reactor is ending is not worth a warning.
                .setIoReactorExceptionCallback(
                        cause -> SystemLog.log(LOGGER, Level.FINE, "the network thread ended", cause))
                .setUserAgent(userAgent)
                .setRoutePlanner(new ProxyRoutePlanner(proxy))
                .setKeepAliveStrategy(DefaultConnectionKeepAliveStrategy.INSTANCE)
                .setConnectionReuseStrategy(ApacheClient::mayReuse)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), DepartureGate.NAME, DepartureGate::depart);
        if (proxy.host() != null && proxy.userName() != null) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            String password = proxy.password() == null ? "" : proxy.password();
            credentials.setCredentials(
                    new AuthScope(new HttpHost(proxy.host(), proxy.port())),
                    new UsernamePasswordCredentials(proxy.userName(), password.toCharArray()));
            builder.setDefaultCredentialsProvider(credentials);
        }
        more.accept(builder);
        client = builder.build();
        try {
            client.start();
        } catch (RuntimeException | Error noThread) {
            // Its selectors are open already, and the next call makes another client.
            client.close(CloseMode.IMMEDIATE);
            throw noThread;
        }
    }

    /** Sends a call, and tells the exchange what becomes of it. */
    Future<?> execute(ClientExchange exchange) {
        return client.execute(
                producer(exchange.call()),
                exchange.consumer(),
                null,
                context(exchange),
                new FutureCallback<HttpReply>() {
                    @Override
                    public void completed(HttpReply reply) {
                        exchange.complete(reply);
                    }

                    @Override
                    public void failed(Exception cause) {
                        exchange.fail(cause);
                    }

                    @Override
                    public void cancelled() {
                        exchange.cancel();
                    }
                });
    }

    /**
     * Whether calls can be sent: not after it was closed, and not after a network thread has died, of an error in a
     * library or for want of memory.
     */
    boolean isUsable() {
        return !threadEnded && client.getStatus().compareTo(IOReactorStatus.ACTIVE) <= 0;
    }

    /** Closes all connections that no call is using. */
    void closeIdle() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /** Closes connections and ends threads; blocks for a moment. */
    void close() {
        client.close(CloseMode.GRACEFUL);
    }

    /** The reactor continues silently without a thread that has died, so that is noticed here. */
    private ThreadFactory watched(ThreadFactory threads) {
        return task -> threads.newThread(SecretsInLogs.keepOut(() -> {
            try {
                task.run();
            } finally {
                threadEnded = true;
            }
        }));
    }

    private static BasicRequestProducer producer(HttpCall call) {
        BasicRequestBuilder request = BasicRequestBuilder.create(call.method()).setUri(call.uri());
        call.headers().forEach(request::setHeader);
        // An empty entity, unlike none, makes the client send Content-Length: 0.
        boolean hasEntity = call.method().equals("POST");
        return new BasicRequestProducer(
                request.build(), hasEntity ? new BasicAsyncEntityProducer(call.body(), null) : null);
    }

    private static HttpClientContext context(ClientExchange exchange) {
        HttpClientContext context = HttpClientContext.create();
        // The exchange's own deadline comes first, and says in plain words that the time was up.
        Timeout timeout = Timeout.of(exchange.call().timeout().plus(AFTER_DEADLINE));
        context.setRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .setProtocolUpgradeEnabled(false)
                .build());
        exchange.gate().attachTo(context);
        context.setAttribute(PAST_PROXY, exchange.call().pastProxy());
        return context;
    }

    private static boolean mayReuse(HttpRequest request, HttpResponse response, HttpContext context) {
        return response.getCode() != 503
                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    /** Connects directly to hosts on the administrator's no-proxy list, and to others through the proxy. */
    private static final class ProxyRoutePlanner extends DefaultRoutePlanner {

        private final ProxySettings settings;

        ProxyRoutePlanner(ProxySettings settings) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.settings = settings;
        }

        @Override
        protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            boolean direct = Boolean.TRUE.equals(context.getAttribute(PAST_PROXY));
            return !direct && settings.appliesTo(target.getHostName())
                    ? new HttpHost(settings.host(), settings.port())
                    : null;
        }
    }
}
