package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.http.Json;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Lets msal4j talk through the plugin's one HTTP client: with the Jenkins proxy, a deadline and a bound. Answers other
 * than a token become an {@link EntraException} here, before msal4j can repeat the request or shorten the text.
 */
final class MsalHttpClient implements IHttpClient {

    /** What it reads of an answer of Entra ID or of a managed identity's endpoint. */
    private static final Set<String> NEEDED = Set.of(
            "access_token",
            "expires_in",
            "expires_on",
            "ext_expires_in",
            "refresh_in",
            "resource",
            "scope",
            "token_type");

    private final WorkloadIdentity identity;
    private final Supplier<? extends HttpSender> transport;
    private final Duration timeout;
    /** The failure if msal4j cannot use an answer that looked right. */
    private volatile EntraException notUnderstood;

    MsalHttpClient(WorkloadIdentity identity, Supplier<? extends HttpSender> transport, Duration timeout) {
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
            return new Response(reply, reply.body());
        }
        if (!reply.isSuccess()) {
            throw EntraException.refused(identity, uri.getHost(), reply);
        }
        notUnderstood = EntraException.unreadable(uri.getHost(), reply);
        return new Response(reply, token(reply).orElseThrow(() -> notUnderstood));
    }

    /**
     * Explains why there is no token. Once the endpoint has given one, an exception of msal4j could contain it, so nothing of
     * that is shown.
     */
    EntraException explain(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof EntraException explained) {
                return explained;
            }
            // msal4j wraps the real cause, often twice.
            deepest = t instanceof CompletionException ? deepest : t;
        }
        return notUnderstood == null ? EntraException.unusable(identity, deepest) : notUnderstood;
    }

    /**
     * The answer with a token as far as msal4j needs it. It takes an object for an even row of names and texts, so a list or
     * an object in it would shift what follows, and it then waits without end for the end of the object.
     */
    private static Optional<String> token(HttpReply reply) {
        return Optional.of(reply)
                .filter(whole -> whole.status() == 200 && !whole.truncated())
                .flatMap(whole -> Json.object(whole.body()))
                .filter(body -> Json.text(body, "access_token").isPresent())
                .map(body -> {
                    Map<String, Object> needed = new LinkedHashMap<>(body);
                    needed.keySet().retainAll(NEEDED);
                    needed.values().removeIf(value -> !(value instanceof String || value instanceof Number));
                    return Json.write(needed);
                });
    }

    /** Azure Arc first asks for the content of a file on the machine, which msal4j then reads. */
    private boolean isChallenge(HttpReply reply) {
        return identity.hasLocalEndpoint()
                && reply.status() == 401
                && reply.header("WWW-Authenticate").isPresent();
    }

    private HttpReply await(HttpCall call) throws EntraException, InterruptedException {
        HttpExchange exchange = transport.get().send(call);
        try {
            return exchange.reply().get();
        } catch (InterruptedException givenUp) {
            exchange.cancel();
            throw givenUp;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HttpFailure failure) {
                throw EntraException.unreachable(identity, failure);
            }
            throw EntraException.unusable(identity, failed.getCause());
        }
    }

    private record Response(HttpReply reply, String body) implements IHttpResponse {

        @Override
        public int statusCode() {
            return reply.status();
        }

        @Override
        public Map<String, List<String>> headers() {
            return reply.headers();
        }
    }
}
