package io.jenkins.plugins.intune.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.service.FaultRow.row;
import static io.jenkins.plugins.intune.service.FaultRow.status;
import static io.jenkins.plugins.intune.standin.RawServer.answering;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.token;

import com.github.tomakehurst.wiremock.http.Fault;
import io.jenkins.plugins.intune.service.FaultBench.Ending;
import io.jenkins.plugins.intune.standin.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can go wrong on the way, and what becomes of the request: how it ends, how many requests reached the
 * server, and what the log says. The same rows stand in {@code docs/reliability.md}.
 */
class FaultMatrixTest {

    private static final String OTHER = "0b1d2c3e-4f50-4162-8374-95a6b7c8d9e0";

    private static byte[] gzipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Stream<FaultRow> rows() {
        return Stream.of(
                // The request never left.
                row(
                        "connection refused",
                        Ending.UNSENT,
                        0,
                        "No connection to localhost could be made",
                        bench -> bench.graphAt(FaultBench.nobody())),
                row(
                        "unknown host",
                        Ending.UNSENT,
                        0,
                        "The host could not be found",
                        bench -> bench.graphAt(URI.create("https://no-such-host.invalid"))),
                row("TLS certificate not trusted", Ending.UNSENT, 0, "trust store", FaultBench::distrustGraph),
                row(
                        "token endpoint down for good",
                        Ending.UNSENT,
                        0,
                        "503 Service Unavailable",
                        bench -> bench.tokens(aResponse().withStatus(503))),
                row(
                        "token endpoint breaks the connection for good",
                        Ending.UNSENT,
                        0,
                        "broke",
                        bench -> bench.tokens(aResponse().withFault(Fault.EMPTY_RESPONSE))),
                row(
                        "token endpoint answers HTML",
                        Ending.UNSENT,
                        0,
                        "is not a token",
                        bench -> bench.tokens(aResponse().withStatus(200).withBody("<html>Sign in</html>"))),
                row(
                        "wrong secret",
                        Ending.UNSENT,
                        0,
                        "AADSTS7000215",
                        bench -> bench.tokens(refusal(401, 7000215, "Invalid client secret."))),
                row(
                        "controller's clock wrong for a certificate",
                        Ending.UNSENT,
                        0,
                        "Check the clock",
                        bench -> bench.tokens(
                                refusal(401, 700024, "Client assertion is not within its valid time range."))),
                // It left, and the connection broke.
                row(
                        "connection dropped before the request was read",
                        Ending.IN_DOUBT,
                        0,
                        "broke",
                        bench -> bench.graphAt(RawServer.resetBeforeReading())),
                row(
                        "connection dropped after the request arrived",
                        Ending.IN_DOUBT,
                        1,
                        "broke",
                        bench -> bench.graphAt(RawServer.resetAfterReading())),
                row(
                        "no answer",
                        Ending.IN_DOUBT,
                        1,
                        "did not answer within",
                        bench -> bench.actions(accepted().withFixedDelay(60_000))),
                row(
                        "an answer of one byte a second",
                        Ending.IN_DOUBT,
                        1,
                        "did not answer within",
                        bench -> bench.graphAt(RawServer.dripping("HTTP/1.1 204 No Content\r\n\r\n"))),
                row(
                        "half a status line",
                        Ending.IN_DOUBT,
                        1,
                        "broke",
                        bench -> bench.graphAt(answering("HTTP/1.1 20"))),
                row("an empty answer", Ending.IN_DOUBT, 1, "broke", bench -> bench.graphAt(answering(""))),
                row(
                        "something that is not HTTP",
                        Ending.IN_DOUBT,
                        1,
                        "broke",
                        bench -> bench.graphAt(answering("220 mail.example ESMTP\r\n\r\n"))),
                // A server's error says nothing about the request.
                row("500", Ending.IN_DOUBT, 1, "500 Internal Server Error", bench -> bench.actions(status(500))),
                row("502", Ending.IN_DOUBT, 1, "502 Bad Gateway", bench -> bench.actions(status(502))),
                row("504", Ending.IN_DOUBT, 1, "504 Gateway Timeout", bench -> bench.actions(status(504))),
                row(
                        "503 that says the service ran out of time",
                        Ending.IN_DOUBT,
                        1,
                        "503 Service Unavailable, code CancelledOnServiceTimeout",
                        bench -> bench.actions(
                                error(503, "CancelledOnServiceTimeout", "Checkpoint=EndExecuteAction"), accepted())),
                row(
                        "504, and 204 if it were sent again",
                        Ending.IN_DOUBT,
                        1,
                        "It was not sent again",
                        bench -> bench.actions(status(504), accepted())),
                row("504, and a new session link stands at the device", Ending.ACCEPTED, 1, "after all", bench -> {
                    bench.links("https://get.teamviewer.com/s1", "https://get.teamviewer.com/s2");
                    bench.actions(status(504));
                }),
                row(
                        "504, and the old session link stands at the device",
                        Ending.IN_DOUBT,
                        1,
                        "no new session link",
                        bench -> {
                            bench.links("https://get.teamviewer.com/s1");
                            bench.actions(status(504));
                        }),
                // Certainly not processed.
                row(
                        "429 with Retry-After in seconds",
                        Ending.ACCEPTED,
                        2,
                        "Waiting 7 s",
                        bench -> bench.actions(status(429).withHeader("Retry-After", "7"), accepted())),
                row(
                        "429 with Retry-After in decimals",
                        Ending.ACCEPTED,
                        2,
                        "Waiting 2 s",
                        bench -> bench.actions(status(429).withHeader("Retry-After", "2.128"), accepted())),
                row(
                        "429 with Retry-After as a date, controller's clock years wrong",
                        Ending.ACCEPTED,
                        2,
                        "Waiting 9 s",
                        bench -> bench.actions(
                                status(429)
                                        .withHeader("Date", "Mon, 01 Jan 2035 00:00:00 GMT")
                                        .withHeader("Retry-After", "Mon, 01 Jan 2035 00:00:09 GMT"),
                                accepted())),
                row(
                        "429 without Retry-After",
                        Ending.ACCEPTED,
                        2,
                        "Waiting",
                        bench -> bench.actions(status(429), accepted())),
                row(
                        "429 with a wait beyond the timeout",
                        Ending.REFUSED,
                        1,
                        "longer than what is left",
                        bench -> bench.actions(status(429).withHeader("Retry-After", "3600"))),
                row(
                        "503",
                        Ending.ACCEPTED,
                        2,
                        "503 Service Unavailable",
                        bench -> bench.actions(status(503), accepted())),
                row(
                        "token endpoint down for a moment",
                        Ending.ACCEPTED,
                        1,
                        "503 Service Unavailable",
                        bench -> bench.tokens(aResponse().withStatus(503), token("t", 3599))),
                row(
                        "token expired in the meantime (401)",
                        Ending.ACCEPTED,
                        2,
                        "with a new token",
                        bench -> bench.actions(
                                error(401, "InvalidAuthenticationToken", "Lifetime validation failed."), accepted())),
                row(
                        "role consented a moment ago (403)",
                        Ending.ACCEPTED,
                        2,
                        "with a new token",
                        bench -> bench.actions(error(403, "Forbidden", "x"), accepted())),
                // Refused.
                row(
                        "role missing (403)",
                        Ending.REFUSED,
                        2,
                        "lacks a permission",
                        bench -> bench.actions(error(403, "Forbidden", "x"))),
                row(
                        "400",
                        Ending.REFUSED,
                        1,
                        "does not support remote assistance",
                        bench -> bench.actions(error(400, "BadRequest", "x"))),
                row(
                        "404",
                        Ending.REFUSED,
                        1,
                        "Intune knows no such device",
                        bench -> bench.actions(error(404, "ResourceNotFound", "x"))),
                row(
                        "407 from within the proxy's tunnel",
                        Ending.REFUSED,
                        1,
                        "the server has not seen the request",
                        bench -> bench.actions(status(407).withHeader("Proxy-Authenticate", "Basic realm=\"x\""))),
                row(
                        "404 whose body breaks off",
                        Ending.IN_DOUBT,
                        1,
                        "404 Not Found",
                        bench -> bench.graphAt(answering(
                                "HTTP/1.1 404 Not Found\r\nrequest-id: 1\r\nContent-Length: 500\r\n\r\n{\"error\""))),
                row(
                        "403 that says the service was not available",
                        Ending.IN_DOUBT,
                        1,
                        "code serviceNotAvailable",
                        bench -> bench.actions(error(403, "serviceNotAvailable", "x"), accepted())),
                row(
                        "403 that answers another request",
                        Ending.IN_DOUBT,
                        1,
                        "belongs to another request",
                        bench -> bench.actions(error(403, "Forbidden", "x").withHeader("client-request-id", OTHER))),
                row(
                        "204 that answers another request",
                        Ending.IN_DOUBT,
                        1,
                        "belongs to another request",
                        bench -> bench.actions(accepted().withHeader("client-request-id", OTHER))),
                row(
                        "429 of a gateway that gives its answers an id",
                        Ending.IN_DOUBT,
                        1,
                        "429 Too Many Requests",
                        bench -> bench.actions(
                                aResponse()
                                        .withStatus(429)
                                        .withHeader("Request-Id", "9f86d081884c7d659a2feaa0c55ad015")
                                        .withBody("<html>"),
                                accepted())),
                row(
                        "503 that says so under a compression nobody asked for",
                        Ending.IN_DOUBT,
                        1,
                        "503 Service Unavailable",
                        bench -> bench.actions(
                                error(503, "CancelledOnServiceTimeout", "x")
                                        .withHeader("Content-Encoding", "gzip")
                                        .withBody(gzipped("{\"error\":{\"code\":\"CancelledOnServiceTimeout\"}}")),
                                accepted())),
                row(
                        "403 with HTML, of a proxy that filters answers",
                        Ending.IN_DOUBT,
                        1,
                        "Blocked by the gateway",
                        bench -> bench.actions(aResponse()
                                .withStatus(403)
                                .withBody("<html><title>Blocked by the gateway</title></html>"))),
                row(
                        "400 with 50 MB",
                        Ending.IN_DOUBT,
                        1,
                        "400 Bad Request",
                        bench -> bench.actions(status(400).withBody("x".repeat(50_000_000)))),
                row(
                        "400 with broken JSON",
                        Ending.IN_DOUBT,
                        1,
                        "400 Bad Request",
                        bench -> bench.actions(status(400).withBody("{\"error\":{\"code\":"))),
                row(
                        "400 with JSON nested 30,000 deep",
                        Ending.IN_DOUBT,
                        1,
                        "400 Bad Request",
                        bench -> bench.actions(status(400).withBody("[".repeat(30_000)))),
                row(
                        "redirect to another host",
                        Ending.IN_DOUBT,
                        1,
                        "A redirect is never followed",
                        bench -> bench.actions(
                                aResponse().withStatus(307).withHeader("Location", bench.elsewhere() + "/x"))),
                row("200", Ending.IN_DOUBT, 1, "Only 204 No Content means", bench -> bench.actions(status(200))),
                row("202", Ending.IN_DOUBT, 1, "Only 204 No Content means", bench -> bench.actions(status(202))),
                row(
                        "999",
                        Ending.IN_DOUBT,
                        1,
                        "answered 999",
                        bench -> bench.graphAt(answering("HTTP/1.1 999 x\r\n\r\n"))),
                row(
                        "429 of a gateway, without Graph's request-id",
                        Ending.IN_DOUBT,
                        1,
                        "429 Too Many Requests",
                        bench -> bench.actions(aResponse().withStatus(429), accepted())),
                row(
                        "503 of a gateway, without Graph's request-id",
                        Ending.IN_DOUBT,
                        1,
                        "503 Service Unavailable",
                        bench -> bench.actions(aResponse().withStatus(503).withBody("<html>"), accepted())));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsAsTheTableSays(FaultRow row) throws Exception {
        row.check();
    }

    @Test
    void theTableIsDocumented() throws IOException {
        FaultRow.assertDocumented(rows());
    }
}
