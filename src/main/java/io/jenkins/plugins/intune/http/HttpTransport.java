package io.jenkins.plugins.intune.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
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
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The one HTTP client of the plugin, for Entra and Graph alike: Apache HttpClient 5, asynchronous, with everything
 * switched off that could send a request a second time or to another host.
 *
 * <p>Hardening, and why (more in {@code docs/architecture.md}): HTTP/1.1 only, because HTTP/2 brings
 * stream limits; no automatic retries, because the default repeats a {@code POST} on 503 and 429; no redirects, cookies
 * or cached authentication; proxy credentials scoped to the proxy; a capped pool; a total deadline for each call; a
 * {@link DepartureGate} between connecting and writing.
 *
 * <p>Thread-safe. Starts two network threads when it is made and holds them until {@link #retire()}.
 */
public final class HttpTransport implements HttpSender {

    private static final Logger LOGGER = Logger.getLogger(HttpTransport.class.getName());

    /** The client's own timeouts are this much longer than the deadline of a call. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(10);

    /** Connections to one host: enough to keep a fleet at Intune's limit, few enough to stay small in memory. */
    private static final int CONNECTIONS_PER_HOST = 24;

    private static final int CONNECTIONS = 32;
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);

    private static final String PAST_PROXY = HttpTransport.class.getName() + ".pastProxy";

    private final CloseableHttpAsyncClient client;
    private final PoolingAsyncClientConnectionManager connections;
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
        deadlines = new Deadlines(System::nanoTime, Alarm.on(timer));
        connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(
                        ClientTlsStrategyBuilder.create().setSslContext(trust).buildAsync())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(CONNECT_TIMEOUT)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .setIdleTimeout(Timeout.ofSeconds(30))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                .setMaxConnTotal(CONNECTIONS)
                .build();
        HttpAsyncClientBuilder builder = HttpAsyncClientBuilder.create()
                .setConnectionManager(connections)
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(2).build())
                // A selector that closes under a reactor that is ending is of interest to nobody.
                .setIoReactorExceptionCallback(cause -> LOGGER.log(Level.FINE, "the network thread ended", cause))
                .setUserAgent(userAgent)
                .setRoutePlanner(new ProxyRoutePlanner(proxy))
                .setKeepAliveStrategy(DefaultConnectionKeepAliveStrategy.INSTANCE)
                .setConnectionReuseStrategy(HttpTransport::mayReuse)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "departure", HttpTransport::depart);
        if (proxy.host() != null && proxy.userName() != null) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            String password = proxy.password() == null ? "" : proxy.password();
            credentials.setCredentials(
                    new AuthScope(new HttpHost(proxy.host(), proxy.port())),
                    new UsernamePasswordCredentials(proxy.userName(), password.toCharArray()));
            builder.setDefaultCredentialsProvider(credentials);
        }
        client = builder.build();
        client.start();
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
                connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
            }
            release();
        });
        exchange.runsAs(client.execute(
                producer(call), exchange.consumer(), null, context(exchange), new FutureCallback<HttpReply>() {
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
                }));
        return exchange;
    }

    /** Takes no new calls and closes as soon as those under way have ended. */
    public void retire() {
        release();
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            deadlines.close();
            client.close(CloseMode.GRACEFUL);
        }
    }

    private static BasicRequestProducer producer(HttpCall call) {
        BasicRequestBuilder request = BasicRequestBuilder.create(call.method()).setUri(call.uri());
        call.headers().forEach(request::setHeader);
        // An empty entity, unlike none, makes the client say Content-Length: 0.
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

    private static void depart(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws org.apache.hc.core5.http.HttpException, IOException {
        DepartureGate gate = DepartureGate.of(scope.clientContext);
        if (!gate.pass()) {
            throw gate.left()
                    ? new IOException("the request was about to be sent a second time")
                    : new RequestNotExecutedException("cancelled before it was sent");
        }
        chain.proceed(request, entity, scope, callback);
    }

    private static boolean mayReuse(HttpRequest request, HttpResponse response, HttpContext context) {
        return response.getCode() != 503
                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    /** Sends what the administrator's no-proxy list names directly, and the rest through the proxy. */
    private static final class ProxyRoutePlanner extends DefaultRoutePlanner {

        private final ProxySettings settings;
        private final HttpHost proxy;

        ProxyRoutePlanner(ProxySettings settings) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.settings = settings;
            proxy = settings.host() == null ? null : new HttpHost(settings.host(), settings.port());
        }

        @Override
        protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            boolean direct = Boolean.TRUE.equals(context.getAttribute(PAST_PROXY));
            return !direct && settings.appliesTo(target.getHostName()) ? proxy : null;
        }
    }
}
