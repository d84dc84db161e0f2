package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Several calls in one, as Graph's {@code $batch} takes them, and the answer taken apart again.
 *
 * @see <a href="https://learn.microsoft.com/graph/json-batching">JSON batching</a>
 */
final class Batch {

    /** Graph takes no more requests in a batch. */
    static final int MOST = 20;

    private final String versionRoot;
    private final String authorization;
    private final List<BatchedCall> calls;

    /**
     * @param versionRoot the address of a version of Graph, without a slash at its end
     * @param authorization the header field that all the calls have in common
     * @param calls at least one, at most {@link #MOST}
     */
    Batch(String versionRoot, String authorization, List<BatchedCall> calls) {
        this.versionRoot = versionRoot;
        this.authorization = authorization;
        this.calls = calls;
    }

    /** The one call that carries them all, for as long as the most patient of them waits. */
    HttpCall call() {
        List<Object> requests = new ArrayList<>();
        Duration timeout = Duration.ZERO;
        for (int i = 0; i < calls.size(); i++) {
            HttpCall call = calls.get(i).call();
            requests.add(request(i, call));
            timeout = timeout.compareTo(call.timeout()) < 0 ? call.timeout() : timeout;
        }
        Map<String, String> headers = Map.of(
                "Authorization",
                authorization,
                "Accept",
                "application/json",
                "Content-Type",
                "application/json",
                "client-request-id",
                UUID.randomUUID().toString());
        String body = Json.write(Map.of("requests", requests));
        return HttpCall.post(URI.create(versionRoot + "/$batch"), headers, body, timeout)
                .reading(calls.size() * HttpReply.BODY_LIMIT);
    }

    private Map<String, Object> request(int id, HttpCall call) {
        Map<String, Object> headers = new LinkedHashMap<>(call.headers());
        headers.remove("Authorization");
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", String.valueOf(id));
        request.put("method", call.method());
        request.put("url", call.uri().toString().substring(versionRoot.length()));
        if (call.method().equals("POST")) {
            // Graph refuses a whole batch in which a write has no body, even where there is nothing to say in one.
            headers.put("Content-Type", "application/json");
            request.put("body", Map.of());
        }
        request.put("headers", headers);
        return request;
    }

    /** Hands each call its part of the answer. */
    void answered(HttpReply reply) {
        if (reply.status() != 200) {
            // Said of the batch, and so of every request in it.
            calls.forEach(call -> call.answered(reply));
            return;
        }
        Map<String, HttpReply> parts = parts(reply);
        for (int i = 0; i < calls.size(); i++) {
            HttpReply part = parts.get(String.valueOf(i));
            BatchedCall call = calls.get(i);
            if (part == null) {
                call.failed(HttpFailure.untold(call.call()));
            } else {
                call.answered(part);
            }
        }
    }

    private static Map<String, HttpReply> parts(HttpReply reply) {
        Map<String, HttpReply> parts = new HashMap<>();
        for (Object response : Json.object(reply.body())
                .flatMap(body -> Json.member(body, "responses"))
                .filter(List.class::isInstance)
                .map(List.class::cast)
                .orElse(List.of())) {
            if (response instanceof Map<?, ?> part) {
                Json.text(part, "id").ifPresent(id -> part(part).ifPresent(answer -> parts.put(id, answer)));
            }
        }
        return parts;
    }

    private static Optional<HttpReply> part(Map<?, ?> part) {
        return Json.member(part, "status")
                .filter(Number.class::isInstance)
                .map(status -> new HttpReply(((Number) status).intValue(), headers(part), body(part), false));
    }

    private static Map<String, List<String>> headers(Map<?, ?> part) {
        Map<String, List<String>> headers = new HashMap<>();
        if (Json.member(part, "headers").orElse(null) instanceof Map<?, ?> sent) {
            sent.forEach((name, value) -> headers.put(String.valueOf(name), List.of(String.valueOf(value))));
        }
        return headers;
    }

    private static String body(Map<?, ?> part) {
        Object body = Json.member(part, "body").orElse("");
        return body instanceof String text ? text : Json.write(body);
    }
}
