package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.SampleExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Wrong secrets in the name of an app, beside its own: in one thread, and every request is counted. */
class StrangersTest {

    private static final int STRANGERS = 240;
    private static final String RIGHT = "right";
    private static final String THEIRS = "attackers/job#1";
    private static final String OURS = "team/job#7";

    /** One request of somebody else that is under way may go first in each thread, and one whose turn it is. */
    private static final int FIRST_FEW = EntraTokens.MAX_REQUESTS_OF_APP + 1;

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    /** What waits for a thread. */
    private final Queue<Runnable> threads = new ArrayDeque<>();

    private final List<String> sent = new ArrayList<>();
    private int issued;
    private boolean ownIsRefused;
    /** What is answered in place of a token or a refusal, or {@code null}. */
    private HttpReply instead;

    private final EntraTokens tokens = new EntraTokens(
            () -> this::answer, threads::add, (delay, task) -> new CompletableFuture<Void>(), () -> now);

    private static AppIdentity app(String secret) {
        return new AppIdentity(
                URI.create("https://login.example"),
                "11111111-aaaa-4bbb-8ccc-222222222222",
                "33333333-aaaa-4bbb-8ccc-444444444444",
                "https://graph.example/.default",
                new SecretProof(secret));
    }

    private HttpExchange answer(HttpCall call) {
        Matcher secret =
                Pattern.compile("client_secret=([^&]*)").matcher(new String(call.body(), StandardCharsets.UTF_8));
        assertTrue(secret.find());
        sent.add(secret.group(1));
        boolean right = secret.group(1).equals(RIGHT) && !ownIsRefused;
        String body = right
                ? "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t" + ++issued + "\"}"
                : "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret.\"}";
        HttpReply usual = new HttpReply(right ? 200 : 401, Map.of(), body, false);
        return SampleExchange.answered(instead == null ? usual : instead);
    }

    private List<CompletableFuture<AccessToken>> strangers(int many) {
        List<CompletableFuture<AccessToken>> strangers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            strangers.add(tokens.of(app("wrong-" + i)).current(THEIRS));
        }
        return strangers;
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void afterARestartAnAppsOwnRequestIsAmongTheFirst() {
        List<CompletableFuture<AccessToken>> strangers = strangers(STRANGERS);
        CompletableFuture<AccessToken> own = tokens.of(app(RIGHT)).current(OURS);

        runAll();

        assertEquals("t1", now(own).value());
        assertTrue(sent.indexOf(RIGHT) < FIRST_FEW, () -> sent.indexOf(RIGHT) + " strangers went first");
        assertEquals(STRANGERS + 1, sent.size(), "one request for each identity");
        strangers.forEach(stranger -> assertTrue(stranger.isCompletedExceptionally()));
    }

    @Test
    void whoeverGetsTheOwnRequestInLineFirstDoesNotKeepItThere() {
        strangers(STRANGERS);
        CompletableFuture<AccessToken> theirs = tokens.of(app(RIGHT)).current(THEIRS);
        CompletableFuture<AccessToken> own = tokens.of(app(RIGHT)).current(OURS);
        tokens.of(app(RIGHT)).current(OURS);

        runAll();

        assertTrue(sent.indexOf(RIGHT) < FIRST_FEW, () -> sent.indexOf(RIGHT) + " strangers went first");
        assertEquals("t1", now(own).value());
        assertEquals("t1", now(theirs).value());
        assertEquals(STRANGERS + 1, sent.size(), "one request for each identity");
    }

    @Test
    void whoHasHadATokenWaitsForNoStranger() {
        AccessToken first = own();
        strangers(STRANGERS);
        List<Runnable> theirs = List.copyOf(threads);

        CompletableFuture<AccessToken> renewed = tokens.of(app(RIGHT)).renewed(first.value(), OURS);
        threads.removeAll(theirs);
        runAll();

        assertEquals("t2", now(renewed).value());
        assertEquals(List.of(RIGHT), sent);
    }

    @Test
    void whoseSecretIsRefusedAfterAllIsAStrangerAgain() {
        AccessToken first = own();
        ownIsRefused = true;
        tokens.of(app(RIGHT)).renewed(first.value(), OURS);
        runAll();
        now = now.plusSeconds(60);
        strangers(STRANGERS);
        int theirs = threads.size();

        tokens.of(app(RIGHT)).current(OURS);

        assertEquals(theirs, threads.size(), "it waits for the same threads");
    }

    @Test
    void aSecretThatWasRefusedIsNotSentAgainForAWhile() {
        strangers(1);
        runAll();

        for (int again = 0; again < 100; again++) {
            CompletableFuture<AccessToken> refusedAgain = strangers(1).get(0);
            CompletionException failed = assertThrows(CompletionException.class, () -> now(refusedAgain));
            EntraException refused = assertInstanceOf(EntraException.class, failed.getCause());
            assertTrue(refused.getMessage().contains("AADSTS7000215"), refused::getMessage);
            assertFalse(refused.temporary());
        }
        assertEquals(1, sent.size());

        now = now.plusSeconds(11);
        strangers(1);
        runAll();
        assertEquals(2, sent.size(), "what was mended where Entra is takes effect");
    }

    @Test
    void whatIsNoRefusalOfEntrasIsNotRemembered() {
        for (HttpReply other : List.of(
                new HttpReply(503, Map.of(), "{\"error\":\"busy\"}", false),
                new HttpReply(403, Map.of(), "<html>Blocked by the proxy</html>", false),
                new HttpReply(407, Map.of(), "{\"error\":\"who are you\"}", false),
                new HttpReply(200, Map.of(), "{\"error\":\"none\"}", false))) {
            sent.clear();
            instead = other;
            strangers(1);
            runAll();
            strangers(1);
            runAll();

            assertEquals(2, sent.size(), other::body);
        }
    }

    @Test
    void strangersMakeNobodyForgottenWhoHasATokenOrIsWaitedFor() {
        AccessToken first = own();
        List<CompletableFuture<AccessToken>> waiting = strangers(EntraTokens.MAX_IDENTITIES + STRANGERS);
        strangers(EntraTokens.MAX_IDENTITIES + STRANGERS);
        runAll();
        assertEquals(waiting.size(), sent.size(), "one request for each identity");
        for (int i = 0; i < EntraTokens.MAX_IDENTITIES; i++) {
            tokens.of(app("more-" + i));
        }

        assertSame(first, now(tokens.of(app(RIGHT)).current(OURS)));
    }

    /** What must be there by now: waiting for it would last for ever. */
    private static AccessToken now(CompletableFuture<AccessToken> token) {
        assertTrue(token.isDone());
        return token.join();
    }

    private AccessToken own() {
        CompletableFuture<AccessToken> own = tokens.of(app(RIGHT)).current(OURS);
        runAll();
        sent.clear();
        return now(own);
    }
}
