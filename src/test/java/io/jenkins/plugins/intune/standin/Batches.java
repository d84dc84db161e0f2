package io.jenkins.plugins.intune.standin;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.jenkins.plugins.intune.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Answers Graph's {@code $batch}: each request in it is sent to the stand-in itself, so that whatever a test decided for a
 * device holds in a batch too. A request that gets no answer is missing from the batch's, and the rules are Graph's: a write
 * without a body refuses the whole batch, and so does a twenty-first request.
 */
final class Batches implements ResponseDefinitionTransformerV2 {

    static final String NAME = "batch";

    private final HttpClient client;

    Batches(SSLContext trust) {
        client = HttpClient.newBuilder().sslContext(trust).build();
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        String address = event.getRequest().getAbsoluteUrl();
        String versionRoot = address.substring(0, address.lastIndexOf('/'));
        List<?> requests = Json.object(event.getRequest().getBodyAsString())
                .flatMap(body -> Json.list(body, "requests"))
                .orElseGet(List::of);
        if (requests.isEmpty() || requests.size() > 20) {
            return refusal("a batch holds 1 to 20 requests");
        }
        List<Object> responses = new ArrayList<>();
        for (Object request : requests) {
            Map<?, ?> item = (Map<?, ?>) request;
            boolean write = "POST".equals(item.get("method"));
            Map<?, ?> headers = (Map<?, ?>) item.get("headers");
            if (write && (!headers.containsKey("Content-Type") || item.get("body") == null)) {
                return refusal(
                        "Write request id : " + item.get("id") + " does not contain Content-Type header or body.");
            }
            answer(versionRoot, item, headers, event.getRequest().getHeader("Authorization"), responses);
        }
        return ResponseDefinitionBuilder.responseDefinition()
                .withStatus(200)
                .withHeader("Content-Type", "application/json")
                .withBody(Json.write(Map.of("responses", responses)))
                .build();
    }

    private void answer(
            String versionRoot, Map<?, ?> item, Map<?, ?> headers, String authorization, List<Object> responses) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(versionRoot + item.get("url")))
                .method(String.valueOf(item.get("method")), HttpRequest.BodyPublishers.noBody())
                .header("Authorization", authorization);
        headers.forEach((name, value) -> request.header(String.valueOf(name), String.valueOf(value)));
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("id", item.get("id"));
            part.put("status", response.statusCode());
            part.put(
                    "headers",
                    response.headers().map().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    header -> header.getValue().get(0))));
            part.put(
                    "body",
                    Json.object(response.body()).<Object>map(body -> body).orElse(response.body()));
            responses.add(0, part);
        } catch (IOException unanswered) {
            // As if it had got lost behind the batch.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static ResponseDefinition refusal(String message) {
        return StandIn.error(400, "BadRequest", message).build();
    }
}
