package io.jenkins.plugins.intune.http;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.BasicFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes no connection for a request that has passed its {@link DepartureGate}.
 *
 * <p>HttpClient connects once more when a connection is closed at the last moment, and behind a proxy it then connects to
 * the <em>proxy</em> and writes the request there as it is: without asking for a tunnel, without TLS, with the token in
 * it. All connecting goes through here, so this is where that is made impossible.
 */
final class GatedConnections implements AsyncClientConnectionManager {

    private final AsyncClientConnectionManager connections;

    GatedConnections(AsyncClientConnectionManager connections) {
        this.connections = connections;
    }

    @Override
    public Future<AsyncConnectionEndpoint> connect(
            AsyncConnectionEndpoint endpoint,
            ConnectionInitiator initiator,
            Timeout timeout,
            Object attachment,
            HttpContext context,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        if (DepartureGate.of(context).left()) {
            BasicFuture<AsyncConnectionEndpoint> refused = new BasicFuture<>(callback);
            refused.failed(new RequestNotExecutedException("the connection was closed before the request was written"));
            return refused;
        }
        return connections.connect(endpoint, initiator, timeout, attachment, context, callback);
    }

    @Override
    public Future<AsyncConnectionEndpoint> lease(
            String id,
            HttpRoute route,
            Object state,
            Timeout timeout,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        return connections.lease(id, route, state, timeout, callback);
    }

    @Override
    public void release(AsyncConnectionEndpoint endpoint, Object state, TimeValue validDuration) {
        connections.release(endpoint, state, validDuration);
    }

    @Override
    public void upgrade(AsyncConnectionEndpoint endpoint, Object attachment, HttpContext context) {
        connections.upgrade(endpoint, attachment, context);
    }

    @Override
    public void upgrade(
            AsyncConnectionEndpoint endpoint,
            Object attachment,
            HttpContext context,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        connections.upgrade(endpoint, attachment, context, callback);
    }

    @Override
    public void close(CloseMode mode) {
        connections.close(mode);
    }

    @Override
    public void close() throws java.io.IOException {
        connections.close();
    }
}
