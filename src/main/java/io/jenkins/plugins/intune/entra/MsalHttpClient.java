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

    /** A token request takes a fraction of a second; after this long the endpoint counts as down. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AppIdentity app;
    private final Supplier<HttpTransport> transport;

    MsalHttpClient(AppIdentity app, Supplier<HttpTransport> transport) {
        this.app = app;
        this.transport = transport;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws EntraException, InterruptedException {
        URI uri = URI.create(request.url().toString());
        HttpCall call = request.httpMethod() == HttpMethod.POST
                ? HttpCall.post(uri, request.headers(), request.body(), TIMEOUT)
                : HttpCall.get(uri, request.headers(), TIMEOUT);
        HttpReply reply = await(call);
        if (reply.status() != 200) {
            throw EntraException.refused(app, reply);
        }
        if (reply.truncated()
                || Json.object(reply.body())
                        .flatMap(body -> Json.text(body, "access_token"))
                        .isEmpty()) {
            throw EntraException.unreadable(app, reply.excerpt());
        }
        return new Response(reply);
    }

    private HttpReply await(HttpCall call) throws EntraException, InterruptedException {
        try {
            return transport.get().send(call).reply().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HttpFailure failure) {
                throw EntraException.unreachable(app, failure);
            }
            throw EntraException.unusable(app, failed.getCause());
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
