package io.jenkins.plugins.intune.bench;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xnio.IoUtils;

/** Entra and Graph over HTTP. Never blocks, so it runs on the network threads. */
final class GraphHandler implements HttpHandler {

    private static final HttpString REQUEST_ID = new HttpString("request-id");
    private static final HttpString CLIENT_REQUEST_ID = new HttpString("client-request-id");

    private static final Pattern CLIENT_ID = Pattern.compile("(?:^|&)client_id=([^&]*)");

    private final Intune intune;

    GraphHandler(Intune intune) {
        this.intune = intune;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        Address address = Address.of(path);
        boolean post = exchange.getRequestMethod().equals(Methods.POST);
        exchange.getResponseHeaders().put(REQUEST_ID, "5a9cb2a8-0000-4000-8000-00000000beef");
        if (post && address.action()) {
            Intune.Verdict verdict = intune.write(
                    app(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION)), address.device());
            if (verdict.retryAfter() != null) {
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, verdict.retryAfter());
            }
            answer(
                    exchange,
                    verdict.status(),
                    verdict.status() == 204 ? "" : Intune.error(verdict.status()),
                    verdict.delayMillis());
        } else if (post && path.endsWith("/oauth2/v2.0/token")) {
            intune.counts().count("tokens");
            String id = exchange.getRequestHeaders().getFirst(CLIENT_REQUEST_ID);
            if (id != null) {
                exchange.getResponseHeaders().put(CLIENT_REQUEST_ID, id);
            }
            exchange.getRequestReceiver()
                    .receiveFullString(
                            (sender, form) -> answer(sender, 200, token(form), 0), StandardCharsets.UTF_8);
        } else if (!post && address.device() != null) {
            answer(exchange, 200, intune.read(address.device()), 0);
        } else {
            intune.counts().count("unexpected");
            answer(exchange, 501, Intune.error(501), 0);
        }
    }

    /** A token that says for which app it is; as long as a real one, some 1,500 characters. */
    private static String token(String form) {
        Matcher client = CLIENT_ID.matcher(form);
        return "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\""
                + "stand-in-token-".repeat(100) + "." + (client.find() ? client.group(1) : "nobody") + "\"}";
    }

    private static String app(String authorization) {
        return authorization == null ? "nobody" : authorization.substring(authorization.lastIndexOf('.') + 1);
    }

    private static void answer(HttpServerExchange exchange, int status, String body, int delayMillis) {
        if (delayMillis == 0) {
            send(exchange, status, body);
        } else {
            exchange.dispatch(
                    SameThreadExecutor.INSTANCE,
                    () -> exchange.getIoThread()
                            .executeAfter(() -> send(exchange, status, body), delayMillis, TimeUnit.MILLISECONDS));
        }
    }

    private static void send(HttpServerExchange exchange, int status, String body) {
        if (status == 0) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        exchange.setStatusCode(status);
        if (body.isEmpty()) {
            exchange.endExchange();
        } else {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(body);
        }
    }
}
