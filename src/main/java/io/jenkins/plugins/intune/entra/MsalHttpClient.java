package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Lets msal4j talk through the plugin's one HTTP client: with the Jenkins proxy, a deadline and a bound. Answers other
 * than a token become an {@link EntraException} here, before msal4j can repeat the request or shorten the text.
 */
final class MsalHttpClient implements IHttpClient {

    private final WorkloadIdentity identity;
    private final Supplier<HttpTransport> transport;
    private final Duration timeout;

    MsalHttpClient(WorkloadIdentity identity, Supplier<HttpTransport> transport, Duration timeout) {
        this.identity = identity;
        this.transport = transport;
        this.timeout = timeout;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws EntraException, InterruptedException {
        URI uri = URI.create(request.url().toString());
        HttpCall call = request.httpMethod() == HttpMethod.POST
                ? HttpCall.post(uri, request.headers(), request.body(), timeout)
                : HttpCall.get(uri, request.headers(), timeout);
        HttpReply reply = await(identity.hasLocalEndpoint() ? call.direct() : call);
        if (isChallenge(reply)) {
            return new Response(reply);
        }
        if (reply.status() != 200) {
            throw EntraException.refused(identity, uri.getHost(), reply);
        }
        if (reply.truncated()
                || Json.object(reply.body())
                        .flatMap(body -> Json.text(body, "access_token"))
                        .isEmpty()) {
            throw EntraException.unreadable(uri.getHost(), reply.excerpt());
        }
        return new Response(reply);
    }

    /** Azure Arc first asks for the content of a file on the machine, which msal4j then reads. */
    private boolean isChallenge(HttpReply reply) {
        return identity.hasLocalEndpoint()
                && reply.status() == 401
                && reply.header("WWW-Authenticate").isPresent();
    }

    private HttpReply await(HttpCall call) throws EntraException, InterruptedException {
        try {
            return transport.get().send(call).reply().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HttpFailure failure) {
                throw EntraException.unreachable(identity, failure);
            }
            throw EntraException.unusable(identity, failed.getCause());
        }
    }

    private record Response(HttpReply reply) implements IHttpResponse {

        @Override
        public int statusCode() {
            return reply.status();
        }

        @Override
        public Map<String, List<String>> headers() {
            return reply.headers();
        }

        @Override
        public String body() {
            return reply.body();
        }
    }
}
