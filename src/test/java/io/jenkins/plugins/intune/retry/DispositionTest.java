package io.jenkins.plugins.intune.retry;

import static io.jenkins.plugins.intune.retry.Disposition.IN_DOUBT;
import static io.jenkins.plugins.intune.retry.Disposition.NEVER_SENT;
import static io.jenkins.plugins.intune.retry.Disposition.NOT_PROCESSED;
import static io.jenkins.plugins.intune.retry.Disposition.REFUSED;
import static io.jenkins.plugins.intune.retry.Disposition.TOKEN_REFUSED;
import static io.jenkins.plugins.intune.retry.Disposition.UNREACHABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.http.SampleFailures;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers say for sure that nobody was asked, so that a request may be sent again. */
class DispositionTest {

    private static final Map<String, List<String>> GRAPHS =
            Map.of("request-id", List.of("5a9cb2a8-0000-4000-8000-00000000beef"));

    private static HttpReply reply(int status, Map<String, List<String>> headers) {
        return new HttpReply(status, headers, "", false);
    }

    private static Disposition ofGraph(int status) {
        return Disposition.of(
                new HttpReply(status, GRAPHS, "{\"error\":{\"code\":\"UnknownError\",\"message\":\"\"}}", false));
    }

    @Test
    void onlyGraphsOwnWordLetsARequestBeSentAgain() {
        for (int status : new int[] {429, 503}) {
            assertEquals(NOT_PROCESSED, ofGraph(status));
        }
        for (int status : new int[] {429, 503, 401, 403, 302, 400, 404}) {
            assertEquals(IN_DOUBT, Disposition.of(reply(status, Map.of())), "a gateway can say so afterwards");
        }
        assertEquals(
                REFUSED, Disposition.of(reply(407, Map.of())), "a proxy that wants a password has passed nothing on");
    }

    /** The rest of it could say that Intune was at work. */
    @Test
    void halfA503IsADoubt() {
        String half = "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"x\",\"innerError\":{\"co";

        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(503, GRAPHS, half, true)));
        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(429, GRAPHS, half, true)));
        String long503 = "x".repeat(5000) + " timed out";
        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(503, GRAPHS, long503, false)), "also beyond an excerpt");
    }

    /** In Graph's code, in Intune's within Graph's message, or in words: Graph does not always say it in the same place. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        CancelledOnServiceTimeout | x
        UnknownError              | {"ErrorCode":"CancelledOnServiceTimeout","Message":"x"}
        UnknownError              | {"ErrorCode":"x","Message":"{\\"Message\\":\\"CancelOnTimeout4EndExecuteAction\\"}"}
        OperationTimedOut         | x
        ServiceUnavailable        | The request timed out.
        UnknownError              | Operation: Create; Exception: [A task was canceled.]
        ServiceUnavailable        | Deadline exceeded
        ServiceUnavailable        | upstream connect error or disconnect/reset before headers
        ServiceUnavailable        | An existing connection was forcibly closed by the remote host.
        UnknownError              | <Fault><Code><Value>a:PartialContent</Value></Code></Fault>
        UnknownError              | {"ErrorCode":"InternalError","Message":"x"}
        """)
    void aServiceWhoseTimeIsUpMayHaveBegun(String code, String message) {
        String body = Json.write(Map.of("error", Map.of("code", code, "message", message)));

        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(503, GRAPHS, body, false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':'x','message':'x','innerError':{'code':'CancelledOnServiceTimeout'}}",
                "{'code':'x','message':'','innerError':{'innererror':{'message':'The request timed out.'}}}",
                "{'code':'x','message':'x','details':[{'code':'GatewayTimeout','message':'x'}]}"
            })
    void soMayOneThatSaysItWithin(String error) {
        String body = "{\"error\":" + error.replace('\'', '"') + "}";

        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(503, GRAPHS, body, false)));
    }

    /** Graph has been seen to send what is a 503 with 400, and a role that is missing with 401. */
    @Test
    void soMayOneWithAnotherStatus() {
        String timeout = "{\"error\":{\"code\":\"CancelledOnServiceTimeout\",\"message\":\"x\"}}";
        String unavailable = "{\"error\":{\"code\":\"serviceNotAvailable\",\"message\":\"x\"}}";

        for (int status : new int[] {400, 401, 403, 404, 429}) {
            assertEquals(IN_DOUBT, Disposition.of(new HttpReply(status, GRAPHS, timeout, false)));
        }
        for (int status : new int[] {400, 401, 403, 404}) {
            HttpReply reply = new HttpReply(status, GRAPHS, unavailable, false);
            assertEquals(IN_DOUBT, Disposition.of(reply));
            assertEquals(
                    ReadFailure.Kind.LATER,
                    ReadFailure.of(reply, "", Instant.EPOCH).kind(),
                    "a read may be made again");
        }
        assertEquals(NOT_PROCESSED, Disposition.of(new HttpReply(503, GRAPHS, unavailable, false)));
    }

    /** Intune's own breakdown has come with 400, and what is unavailable can stand in what Intune wrapped. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        InternalError            | {"_version":3,"Message":"An error has occurred"}         | TEMPORARY
        internalServerError      | x                                                        | TEMPORARY
        UnknownError             | {"ErrorCode":"InternalError","Message":"x"}              | TEMPORARY
        UnknownError             | {"ErrorCode":"ServiceUnavailable","Message":"x"}         | LATER
        UnknownError             | {"Message":"{\\"ErrorCode\\":\\"ServiceUnavailable\\"}"} | LATER
        ErrorServiceUnavailable  | x                                                        | LATER
        """)
    void noBreakdownIsARefusal(String code, String message, ReadFailure.Kind ofRead) {
        String body = Json.write(Map.of("error", Map.of("code", code, "message", message)));

        for (int status : new int[] {400, 401, 403, 404}) {
            HttpReply reply = new HttpReply(status, GRAPHS, body, false);
            assertEquals(IN_DOUBT, Disposition.of(reply));
            assertEquals(ofRead, ReadFailure.of(reply, "", Instant.EPOCH).kind());
        }
    }

    /** Intune repeats the address with its error, and people are called g.cancellieri and devices TIMEOUT-7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fef.example.com/DeviceFE/users('g.cancellieri@contoso.it')/managedDevices('1')",
                "https://fef.example.com/managedDevices?$filter=deviceName+eq+'TIMEOUT-7'",
                "/DeviceFE/users('g.cancellieri@contoso.it')/managedDevices('1')"
            })
    void aNameInAnAddressSaysNothingOfTheRequest(String address) {
        String wrapped = Json.write(Map.of("Message", "Not authorized - Url: " + address));
        for (String message : List.of("Not authorized: " + address, wrapped, Json.write(Map.of("Message", wrapped)))) {
            String body = Json.write(Map.of("error", Map.of("code", "Forbidden", "message", message)));
            HttpReply reply = new HttpReply(403, GRAPHS, body, false);

            assertEquals(TOKEN_REFUSED, Disposition.of(reply), body);
            assertEquals(
                    ReadFailure.Kind.TOKEN_REFUSED,
                    ReadFailure.of(reply, "", Instant.EPOCH).kind());
        }
    }

    /** A template for nginx that many copy adds an id to its own answers; and compressed, nobody can read what is said. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 503})
    void anIdAloneIsNotGraphsWord(int status) {
        Map<String, List<String>> nginx = Map.of("Request-Id", List.of("9f86d081884c7d659a2feaa0c55ad015"));
        String error = "{\"error\":{\"code\":\"Forbidden\",\"message\":\"x\"}}";

        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(status, nginx, error, false)));
        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(status, GRAPHS, "\u001f\ufffd\b", false)));
        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(status, GRAPHS, "", false)));
    }

    /** Graph gives every answer an id; others have codes, too. */
    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aGatewaysCodeIsNotGraphsWord(int status) {
        String body = "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"upstream connect error\"}}";

        assertEquals(IN_DOUBT, Disposition.of(new HttpReply(status, Map.of(), body, false)));
    }

    @ParameterizedTest
    @CsvSource({
        "204, ACCEPTED", "199, IN_DOUBT", "200, IN_DOUBT", "202, IN_DOUBT", "299, IN_DOUBT", "300, REFUSED",
        "302, REFUSED", "400, REFUSED", "401, TOKEN_REFUSED", "403, TOKEN_REFUSED", "404, REFUSED", "407, REFUSED",
        "408, IN_DOUBT", "409, REFUSED", "423, REFUSED", "499, IN_DOUBT", "498, REFUSED", "500, IN_DOUBT",
        "502, IN_DOUBT", "504, IN_DOUBT", "599, IN_DOUBT", "999, IN_DOUBT"
    })
    void everyOtherAnswerIsARefusalOrADoubt(int status, Disposition expected) {
        assertEquals(expected, ofGraph(status));
    }

    private static Disposition of(HttpFailure.Kind kind, boolean left, int proxyStatus) {
        return Disposition.of(SampleFailures.of(kind, left, proxyStatus));
    }

    @ParameterizedTest
    @EnumSource
    void whatMayHaveLeftIsInDoubt(HttpFailure.Kind kind) {
        assertEquals(IN_DOUBT, of(kind, true, kind == HttpFailure.Kind.PROXY ? 502 : 0));
    }

    @Test
    void whatNeverLeftIsTriedAgainIfThatMayHelp() {
        Set<HttpFailure.Kind> mayPass =
                EnumSet.of(HttpFailure.Kind.UNKNOWN_HOST, HttpFailure.Kind.NOT_CONNECTED, HttpFailure.Kind.BROKEN);
        for (HttpFailure.Kind kind : HttpFailure.Kind.values()) {
            assertEquals(mayPass.contains(kind) ? NEVER_SENT : UNREACHABLE, of(kind, false, 0), kind::name);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {407, 403, 499})
    void aProxyThatRefusesWouldDoSoAgain(int status) {
        assertEquals(UNREACHABLE, of(HttpFailure.Kind.PROXY, false, status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void aProxyInTroubleMayRecover(int status) {
        assertEquals(NEVER_SENT, of(HttpFailure.Kind.PROXY, false, status));
    }

    @Test
    void anErrorThatNobodyExpectedIsADoubt() {
        assertEquals(IN_DOUBT, Disposition.of(new IllegalStateException("a library's")));
    }
}
