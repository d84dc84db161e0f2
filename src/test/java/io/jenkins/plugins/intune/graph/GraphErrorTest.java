package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.http.HttpReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphErrorTest {

    private static final String ID = "5a9cb2a8-0000-4000-8000-00000000dead";

    private static final Map<String, List<String>> GRAPHS = Map.of("request-id", List.of(ID));

    private static GraphError read(int status, String body) {
        return GraphError.of(new HttpReply(status, Map.of(), body, false));
    }

    @Test
    void readsCodeMessageAndRequestId() {
        GraphError error = read(404, """
                {"error":{"code":"ResourceNotFound","message":"No such device.",
                 "innerError":{"request-id":"r-1","client-request-id":"c-1","date":"2026-11-24T00:00:00"}}}""");

        assertEquals(new GraphError(404, "ResourceNotFound", "No such device.", "r-1", false, false), error);
    }

    @Test
    void prefersTheHeaderBecauseItIsIntunesActivityId() {
        HttpReply reply = new HttpReply(
                400,
                Map.of("Request-ID", List.of("r-2")),
                "{\"error\":{\"innererror\":{\"request-id\":\"r-1\"}}}",
                false);

        assertEquals("r-2", GraphError.of(reply).requestId());
    }

    @Test
    void ignoresTheCaseOfNames() {
        assertEquals(
                "r-1",
                read(400, "{\"Error\":{\"innererror\":{\"Request-Id\":\"r-1\"}}}")
                        .requestId());
    }

    @Test
    void unwrapsIntunesMessageUpToTwice() {
        String once = "{\\\"_version\\\":3,\\\"Message\\\":\\\"Not allowed - Activity ID: 9\\\"}";
        assertEquals(
                "Not allowed - Activity ID: 9",
                read(403, "{\"error\":{\"message\":\"" + once + "\"}}").message());

        String twice =
                "{\\\"Message\\\":\\\"{\\\\\\\"_version\\\\\\\":3,\\\\\\\"Message\\\\\\\":\\\\\\\"Forbidden\\\\\\\"}\\\"}";
        assertEquals(
                "Forbidden",
                read(401, "{\"error\":{\"message\":\"" + twice + "\"}}").message());
    }

    /** Answers that people have posted, complete: they must not hide what is to be done. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        401 | {\\"ErrorCode\\":\\"Forbidden\\",\\"Message\\":\\"{\\\\r\\\\n  \\\\\\"_version\\\\\\": 3,\\\\r\\\\n  \\\\\\"Message\\\\\\": \\\\\\"An error has occurred - Activity ID: ce80e7e8\\\\\\"}\\",\\"Target\\":null} | Forbidden: An error has occurred - Activity ID: ce80e7e8 | lacks a permission
        400 | {\\r\\n  \\"_version\\": 3,\\r\\n  \\"Message\\": \\"An error has occurred - Activity ID: 13c105e8\\",\\r\\n  \\"CustomApiErrorPhrase\\": \\"\\",\\r\\n  \\"RetryAfter\\": null} | An error has occurred - Activity ID: 13c105e8 | does not support remote assistance
        504 | {\\"Message\\":\\"{\\\\r\\\\n  \\\\\\"_version\\\\\\": 3,\\\\r\\\\n  \\\\\\"Message\\\\\\": \\\\\\"An e | {"Message":"{\\r\\n \\"_version\\": 3,\\r\\n \\"Message\\": \\"An e | 504 Gateway Timeout
        500 | {\\"Message\\":\\"An internal server error - CustomApiErrorPhrase: \\"} | An internal server error - CustomApiErrorPhrase: | 500 Internal Server Error
        """)
    void readsWhatIntuneHasBeenSeenToAnswer(int status, String wrapped, String message, String told) {
        String body = "{\"error\":{\"code\":\"UnknownError\",\"message\":\"" + wrapped + "\"}}";

        assertEquals(message, read(status, body).message());
        String said = GraphAnswer.explainAction(
                new HttpReply(status, Map.of("request-id", List.of(ID)), body, false), DeviceForm.MANAGED_DEVICE);
        assertTrue(said.contains(told), said);
    }

    @Test
    void showsTheWordsOfAProxysPage() {
        GraphError error = read(
                403,
                "<html><head><style>b{}</style><title>Blocked</title></head><body><b>Ask&nbsp;IT</b></body></html>");

        assertEquals("", error.code());
        assertEquals("Blocked Ask&nbsp;IT", error.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{",
                "{\"error\":",
                "{\"error\":\"text\"}",
                "{\"error\":{\"code\":1,\"message\":{}}}",
                "{\"error\":{\"innerError\":[]}}",
                "\u0000",
                "{\"error\":null}"
            })
    void neverThrows(String body) {
        assertEquals("", read(500, body).code());
    }

    @Test
    void deepNestingIsHarmless() {
        assertEquals("", read(500, "{\"error\":".repeat(20_000)).code());
        assertEquals("", read(500, "{\"a\":" + "[".repeat(30_000)).code());
    }

    @Test
    void noMessageBreaksTheLogsLines() {
        assertEquals(
                1,
                read(400, "{\"error\":{\"message\":\"a\\nb\\u001b[2J\"}}")
                        .message()
                        .lines()
                        .count());
        assertTrue(read(400, "{\"error\":{\"message\":\"" + "x".repeat(10_000) + "\"}}")
                        .message()
                        .length()
                < 700);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        200 | x                | x                                                                            | Only 204 No Content means
        302 | x                | x                                                                            | A redirect is never followed
        401 | InvalidToken     | Access token has expired                                                     | not for this cloud
        401 | UnknownError     | Forbidden                                                                    | lacks a permission
        401 | InvalidAuthenticationToken | Continuous access evaluation resulted in challenge with result: InteractionRequired and code: LocationConditionEvaluationSatisfied | does not allow the network
        401 | InvalidAuthenticationToken | Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp | revoked the token before it expired
        401 | TokenCreatedWithOutdatedPolicies | TokenCreatedWithOutdatedPolicies  | revoked the token before it expired
        403 | Forbidden        | required scopes: DeviceManagementManagedDevices.ReadWrite.All                | lacks a permission
        403 | Forbidden        | is called in app only context but does not have application permissions      | no application permission at all
        400 | BadRequest       | An error has occurred                                                        | does not support remote assistance
        400 | BadRequest       | Resource not found for the segment 'comanagedDevices'.                       | Leave apiVersion at auto
        400 | BadRequest       | Request not applicable to target tenant.                                     | tenant has no Intune
        404 | ResourceNotFound | x                                                                            | Intune knows no such device
        429 | TooManyRequests  | x                                                                            | 200 requests in 20 seconds
        """)
    void saysWhatToDo(int status, String code, String message, String hint) {
        String said = GraphHint.ofAction(
                        new GraphError(status, code, message, ID, false, false), DeviceForm.MANAGED_DEVICE)
                .orElse("");

        assertTrue(said.contains(hint), said);
    }

    /** Each of these statuses has a hint of its own if Graph says it. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aFirewallsRefusalIsNotCalledAMissingPermission(int status) {
        HttpReply blocked = new HttpReply(status, Map.of(), "<html><title>Access Denied</title></html>", false);

        for (String said : List.of(
                GraphAnswer.explainAction(blocked, DeviceForm.MANAGED_DEVICE),
                GraphAnswer.explainDevice(blocked, DeviceForm.USER_DEVICE),
                GraphAnswer.explainList(blocked))) {
            assertTrue(said.contains("\"Access Denied\". This answer is not from Microsoft Graph"), said);
            assertFalse(said.contains("permission"), said);
        }
        String code = "{\"error\":{\"code\":\"PolicyBlocked\",\"message\":\"x\"}}";
        String coded =
                GraphAnswer.explainAction(new HttpReply(status, Map.of(), code, false), DeviceForm.MANAGED_DEVICE);
        assertTrue(coded.contains("This answer is not from Microsoft Graph"), "gateways have codes, too");
        HttpReply graphs = new HttpReply(status, Map.of("request-id", List.of(ID)), "", false);
        assertFalse(GraphAnswer.explainAction(graphs, DeviceForm.MANAGED_DEVICE).contains("not from Microsoft Graph"));
    }

    /** Such an answer is a doubt, or will be another one the next time. Where it is a doubt, nobody is told to try again. */
    @ParameterizedTest
    @EnumSource
    void whatIsNoRefusalIsNotExplainedAsOne(DeviceForm form) {
        String unavailable = "{\"error\":{\"code\":\"serviceNotAvailable\",\"message\":\"x\"}}";
        String missing = "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"x\"}}";
        String canceled = "{\"error\":{\"code\":\"Forbidden\",\"message\":\"A task was canceled\"}}";
        HttpReply refusal = new HttpReply(404, GRAPHS, missing, false);
        HttpReply brokenOff = new HttpReply(404, GRAPHS, missing, true);
        HttpReply stopped = new HttpReply(403, GRAPHS, canceled, false);
        HttpReply disguised = new HttpReply(400, GRAPHS, unavailable, false);

        assertTrue(hint(refusal, form).contains("no such device"));
        for (HttpReply reply : List.of(brokenOff, stopped, disguised)) {
            assertEquals("", hint(reply, form));
        }
        assertTrue(GraphAnswer.explainDevice(disguised, form).endsWith(Messages.GraphHint_unavailable()));
        assertTrue(GraphAnswer.explainList(disguised).endsWith(Messages.GraphHint_unavailable()));
        String ofDevice = GraphAnswer.explainDevice(brokenOff, form);
        assertFalse(ofDevice.contains("no such device"), ofDevice);
    }

    /** Intune says no more than that in many of its answers. */
    @Test
    void aCodeWithoutWordsIsNotToldAsJson() {
        String silent = "{\"error\":{\"code\":\"UnknownError\",\"message\":\"\",\"innerError\":{\"date\":\"x\"}}}";

        String said = GraphAnswer.explainAction(new HttpReply(404, GRAPHS, silent, false), DeviceForm.MANAGED_DEVICE);

        assertTrue(said.contains("code UnknownError") && !said.contains("{"), said);
    }

    private static String hint(HttpReply reply, DeviceForm form) {
        return GraphHint.ofAction(GraphError.of(reply), form).orElse("");
    }

    @Test
    void onlyWhoIsTurnedAwayByGraphIsToldToTryAgain() {
        String busy = "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"x\"}}";
        DeviceForm form = DeviceForm.MANAGED_DEVICE;

        assertEquals(Messages.GraphHint_throttled(), hint(new HttpReply(429, GRAPHS, busy, false), form));
        assertEquals(Messages.GraphHint_unavailable(), hint(new HttpReply(503, GRAPHS, busy, false), form));
        assertEquals(Messages.GraphHint_notGraphs(), hint(new HttpReply(429, Map.of(), busy, false), form));
        assertEquals("", hint(new HttpReply(503, Map.of(), busy, false), form));
        assertEquals("", hint(new HttpReply(503, GRAPHS, busy, true), form));
    }

    @Test
    void anAddressThatIsNotOfferedIsToBeReplacedOnlyIfItIsNotTheOneInItsPlace() {
        GraphError error = GraphError.of(new HttpReply(400, GRAPHS, """
                {"error":{"code":"No method match route template","message":"No OData route exists that match template \
                ~/entityset/key/navigation/key with http verb GET for request /DeviceFE/users('x')/managedDevices('y')."}}
                """, false));

        assertEquals(
                Messages.GraphHint_route(),
                GraphHint.ofAction(error, DeviceForm.USER_DEVICE).orElse(""));
        assertEquals(
                Messages.GraphHint_version(),
                GraphHint.ofAction(error, DeviceForm.MANAGED_DEVICE).orElse(""));
    }

    @Test
    void aTenantWithoutIntuneIsCalledThatInALookUpToo() {
        GraphError error =
                new GraphError(400, "BadRequest", "Request not applicable to target tenant.", ID, false, false);

        assertTrue(GraphHint.ofList(error).orElse("").contains("tenant has no Intune"));
    }

    @Test
    void nothingOfAnAnswerOfSuccessIsQuotedBecauseItCanHoldASessionLink() {
        String link = "https://get.teamviewer.com/v15/s12345678";
        for (String body : List.of(
                "{\"remoteAssistanceSessionUrl\":\"" + link + "\"}",
                "{\"id\":\"no GUID\",\"remoteAssistanceSessionUrl\":\"" + link + "\"}",
                "{\"error\":{\"message\":\"" + link + "\"}}",
                link)) {
            HttpReply reply = new HttpReply(200, Map.of(), body, false);

            String ofDevice = GraphAnswer.explainDevice(reply, DeviceForm.MANAGED_DEVICE);
            assertFalse(ofDevice.contains("teamviewer"), ofDevice);
            assertEquals(
                    "Microsoft Graph answered 200 OK. The answer is not the device that was asked for. Check that the Graph root is really Microsoft"
                            + " Graph and that no proxy answers in its place.",
                    ofDevice);
            String ofAction = GraphAnswer.explainAction(reply, DeviceForm.MANAGED_DEVICE);
            assertFalse(ofAction.contains("teamviewer"), ofAction);
            assertTrue(ofAction.contains("Only 204 No Content means"), ofAction);
            String ofList = GraphAnswer.explainList(reply);
            assertFalse(ofList.contains("teamviewer") || ofList.contains("204"), ofList);
        }
    }

    @Test
    void namesTheLeastPermissionForScripts() {
        String said = GraphHint.ofAction(
                        new GraphError(403, "Forbidden", "", ID, false, false), DeviceForm.HEALTH_SCRIPT_DEVICE)
                .orElseThrow();

        assertTrue(said.contains("DeviceManagementConfiguration.ReadWrite.All"), said);
    }
}
