package io.jenkins.plugins.intune.entra;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** msal4j through the plugin's HTTP client, against the token endpoint of the stand-in. */
class EntraTokensTest {

    private final StandIn standIn = StandIn.start();
    private final TokensFixture fixture = new TokensFixture(StandIn.trust());
    private final EntraTokens tokens = fixture.tokens();

    @AfterEach
    void close() {
        fixture.close();
        standIn.close();
    }

    private AppIdentity app(String secret) {
        return new AppIdentity(
                standIn.root(),
                StandIn.TENANT,
                StandIn.CLIENT,
                "https://graph.example/.default",
                new SecretProof(secret));
    }

    private AccessToken token(String secret) throws Exception {
        return tokens.of(app(secret)).current().get(60, TimeUnit.SECONDS);
    }

    private EntraException failure() {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> token(StandIn.SECRET));
        return assertInstanceOf(EntraException.class, failed.getCause());
    }

    @Test
    void asksOnceWithTheSecretInTheBody() throws Exception {
        assertEquals(StandIn.TOKEN, token(StandIn.SECRET).value());
        assertEquals(StandIn.TOKEN, token(StandIn.SECRET).value());

        assertEquals(1, standIn.requests(), "no discovery, no second token request");
        LoggedRequest sent = standIn.tokenRequests().get(0);
        assertEquals("/" + StandIn.TENANT + "/oauth2/v2.0/token", sent.getUrl());
        List<String> form = List.of(standIn.tokenForms().get(0).split("&"));
        assertTrue(form.contains("grant_type=client_credentials"), form::toString);
        assertTrue(form.contains("client_id=" + StandIn.CLIENT), form::toString);
        assertTrue(form.contains("client_secret=" + StandIn.SECRET), form::toString);
        assertTrue(
                form.stream()
                        .anyMatch(field ->
                                field.startsWith("scope=") && field.contains("https://graph.example/.default")),
                form::toString);
    }

    @Test
    void aThousandColdCallersMakeOneRequest() throws Exception {
        standIn.stub(tokenRequest().willReturn(StandIn.token("t", 3599).withFixedDelay(200)));
        List<CompletableFuture<AccessToken>> callers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            callers.add(tokens.of(app(StandIn.SECRET)).current());
        }

        for (CompletableFuture<AccessToken> caller : callers) {
            assertEquals("t", caller.get(30, TimeUnit.SECONDS).value());
        }
        assertEquals(1, standIn.tokenRequests().size());
    }

    @Test
    void requestsAndFailuresAreCountedAndWhatWasKeptIsNot() throws Exception {
        token(StandIn.SECRET);
        token(StandIn.SECRET);
        standIn.stub(tokenRequest().willReturn(refusal(401, 7000215, "Invalid client secret provided.")));
        assertThrows(ExecutionException.class, () -> token("another-secret"));

        assertEquals(2, tokens.counts().requested());
        // Who waits for the token may be told before it is counted.
        await().until(() -> tokens.counts().failed() == 1);
    }

    @Test
    void aNewSecretTakesEffectAtOnce() throws Exception {
        token("old-secret");
        token("new-secret");

        assertEquals(2, standIn.tokenRequests().size());
        assertTrue(standIn.tokenRequests().get(1).getBodyAsString().contains("new-secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        7000215 | Invalid client secret provided.    | the secret's ID was pasted
        70002   | The client credentials are not valid. | the secret's ID was pasted
        7000222 | The provided client secret keys are expired. | has expired. Create a new one
        700016  | Application was not found.         | not in this tenant
        700011  | Application was not found in directory. | not in this tenant
        7000112 | Application is disabled.           | app registration is disabled
        90002   | Tenant not found.                  | wrong cloud
        900023  | Specified tenant identifier 'contoso' is neither a valid DNS name, nor a valid external domain. | The tenant was not found
        7000229 | The client application is missing service principal in the tenant. | nobody there has consented
        50196   | The server terminated an operation because it encountered a client request loop. | the same token too often
        50012   | Authentication failed.             | not the one of the app registration
        50013   | Assertion failed signature validation. | not the one of the app registration
        90038   | Tenant is in another cloud.        | lives in another cloud
        900382  | The client is not supported in this cloud. | lives in another cloud
        900432  | Confidential client is not supported in this cloud. | lives in another cloud
        700027  | The certificate is not registered. | not the one of the app registration
        700024  | Client assertion is not within its valid time range. | clock
        500133  | Assertion is not within its valid time range. | clock
        1000502 | The provided certificate is not within its specified validity window. | clock
        7000272 | The certificate used to sign the federated credential could not be found in the metadata of identity provider. | does not publish the key that signed it
        500021  | Access to 'contoso' tenant is denied. | adds tenant restrictions
        50002   | Sign-in failed because of restricted proxy access on the tenant. | adds tenant restrictions
        500022  | Access to 'contoso' tenant is denied. | adds tenant restrictions
        53003   | Blocked by Conditional Access.     | Conditional Access policy
        530032  | Blocked by a security policy.      | Conditional Access policy
        500011  | The resource principal was not found. | does not belong to the tenant's cloud
        """)
    void refusalsCarryEntrasTextAndAHint(int code, String text, String hint) {
        standIn.stub(tokenRequest().willReturn(refusal(401, code, text)));

        EntraException failure = failure();

        assertTrue(failure.getMessage().contains("AADSTS" + code + ": " + text), failure.getMessage());
        assertTrue(failure.getMessage().contains(hint), failure.getMessage());
        assertTrue(failure.getMessage().contains("401 Unauthorized"), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
        assertFalse(failure.temporary());
        assertEquals(1, standIn.tokenRequests().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {50033, 90006, 90012, 90024, 90033, 90055, 90090, 90091})
    void whatEntraCallsTransientIsTriedAgain(int code) {
        standIn.stub(tokenRequest().willReturn(refusal(400, code, "A transient error.")));
        assertTrue(failure().temporary());
    }

    @Test
    void whatPassesIsTemporary() {
        standIn.stub(tokenRequest().willReturn(aResponse().withStatus(503).withHeader("Retry-After", "2.5")));
        EntraException busy = failure();
        assertTrue(busy.temporary());
        assertEquals(2_500, busy.retryAfter().orElseThrow().toMillis());

        standIn.stub(tokenRequest().willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertTrue(failure().temporary());
        assertEquals(2, standIn.tokenRequests().size(), "msal4j repeats nothing by itself");
    }

    /** A gateway's word for its own time being up. */
    @ParameterizedTest
    @ValueSource(ints = {408, 499})
    void aTimeoutOnTheWayIsTemporary(int status) {
        standIn.stub(tokenRequest().willReturn(aResponse().withStatus(status)));

        assertTrue(failure().temporary());
    }

    @Test
    void anAnswerThatIsNoTokenIsSaidToBeNone() {
        for (String body :
                List.of("", "<html>Sign in to the guest Wi-Fi</html>", "{}", "{\"access_token\":\"\"}", "[1]")) {
            standIn.stub(tokenRequest().willReturn(aResponse().withStatus(200).withBody(body)));

            assertTrue(failure().getMessage().contains("is not a token"), body);
        }
        standIn.stub(tokenRequest()
                .willReturn(aResponse().withStatus(200).withBody("{\"access_token\":\"" + "x".repeat(100_000))));
        assertTrue(failure().getMessage().contains("is not a token"));
    }

    @Test
    void whatStandsBesideATokenDoesNotKeepItFromBeingRead() throws Exception {
        for (String beside : List.of(
                "[1, 2]",
                "[1]",
                "{\"a\": [1], \"b\": 2}",
                "[]",
                "{}",
                "null",
                "[[1], 2, {\"c\": 3}]",
                "1.5e300",
                "12345678901234567890")) {
            String body = "{\"a\": " + beside
                    + ", \"access_token\": \"t\", \"expires_in\": 3599, \"id_token\": \"odd\", \"b\": " + beside
                    + ", \"token_type\": \"Bearer\"}";
            standIn.stub(tokenRequest().willReturn(aResponse().withStatus(200).withBody(body)));

            assertEquals(
                    "t",
                    tokens.of(app("secret-of-" + beside.length()))
                            .current()
                            .get(20, TimeUnit.SECONDS)
                            .value(),
                    body);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        standIn.stub(tokenRequest()
                .willReturn(aResponse().withStatus(307).withHeader("Location", standIn.root() + "/elsewhere")));

        assertTrue(failure().getMessage().contains("307 Temporary Redirect"));
        assertEquals(1, standIn.requests());
    }

    @Test
    void noFailureHoldsTheSecret() {
        standIn.stub(tokenRequest().willReturn(refusal(401, 7000215, "Invalid client secret provided.")));

        StringWriter trace = new StringWriter();
        failure().printStackTrace(new PrintWriter(trace));

        assertFalse(trace.toString().contains(StandIn.SECRET));
        assertFalse(app(StandIn.SECRET).toString().contains(StandIn.SECRET));
        assertFalse(new SecretProof(StandIn.SECRET).toString().contains(StandIn.SECRET));
    }
}
