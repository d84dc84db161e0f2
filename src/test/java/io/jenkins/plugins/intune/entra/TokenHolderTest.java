package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TokenHolderTest {

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final List<CompletableFuture<AccessToken>> asked = new ArrayList<>();
    private final TokenHolder holder = new TokenHolder(
            () -> {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            },
            () -> now);

    private AccessToken answer(String value, long seconds) {
        AccessToken token = new AccessToken(value, now.plusSeconds(seconds));
        asked.get(asked.size() - 1).complete(token);
        return token;
    }

    @Test
    void concurrentMissesShareOneRequest() {
        List<CompletableFuture<AccessToken>> callers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            callers.add(holder.current());
        }
        assertEquals(1, asked.size());

        AccessToken token = answer("t1", 3599);

        callers.forEach(caller -> assertSame(token, caller.join()));
        assertSame(token, holder.current().join());
        assertEquals(1, asked.size());
    }

    @Test
    void aCallerWhoGivesUpDoesNotSpoilTheOthers() {
        CompletableFuture<AccessToken> impatient = holder.current();
        CompletableFuture<AccessToken> patient = holder.current();

        impatient.cancel(true);
        AccessToken token = answer("t1", 3599);

        assertSame(token, patient.join());
    }

    @Test
    void anErrorOfALibraryIsAFailureLikeAnother() {
        boolean[] broken = {true};
        TokenHolder fragile = new TokenHolder(
                () -> {
                    if (broken[0]) {
                        throw new NoSuchMethodError("of a library");
                    }
                    return CompletableFuture.completedFuture(new AccessToken("t", now.plusSeconds(3599)));
                },
                () -> now);
        assertTrue(fragile.current().isCompletedExceptionally());
        broken[0] = false;

        assertEquals("t", fragile.current().join().value());
    }

    @Test
    void aFailureReachesAllAndIsForgotten() {
        CompletableFuture<AccessToken> first = holder.current();
        asked.get(0).completeExceptionally(new IllegalStateException("down"));
        assertThrows(CompletionException.class, first::join);

        CompletableFuture<AccessToken> second = holder.current();
        assertEquals(2, asked.size());
        assertSame(answer("t2", 3599), second.join());
    }

    @Test
    void renewsBesideTheCallersAndKeepsTheOldTokenWhenThatFails() {
        holder.current();
        AccessToken old = answer("t1", 3599);
        now = now.plusSeconds(3599 - 299);

        assertSame(old, holder.current().join());
        assertEquals(2, asked.size());
        asked.get(1).completeExceptionally(new IllegalStateException("down"));
        assertSame(old, holder.current().join());
        assertEquals(2, asked.size(), "the next renewal is not tried at once");

        now = now.plusSeconds(31);
        assertSame(old, holder.current().join());
        assertEquals(3, asked.size());
        AccessToken fresh = answer("t2", 3599);
        assertSame(fresh, holder.current().join());
    }

    @Test
    void doesNotHandOutATokenThatIsAboutToEnd() {
        holder.current();
        answer("t1", 3599);
        now = now.plusSeconds(3599 - 29);

        assertFalse(holder.current().isDone());
        assertEquals(2, asked.size());
    }

    @Test
    void aTokenOfAFewMinutesServesHalfOfThem() {
        for (int lifetime : new int[] {20, 60, 300}) {
            int before = asked.size();
            holder.renewed("t" + (before - 1));
            AccessToken token = answer("t" + before, lifetime);

            for (int second = 0; second < lifetime / 2; second++) {
                assertSame(token, holder.current().getNow(null));
                now = now.plusSeconds(1);
            }
            assertEquals(before + 1, asked.size(), "requests for a token of " + lifetime + " s");
            holder.current();
            assertEquals(before + 2, asked.size(), "it is renewed in time");
            answer("t" + (before + 1), 3599);
        }
    }

    @Test
    void oneRenewalServesAllWhoWereRefused() {
        holder.current();
        answer("t1", 3599);

        CompletableFuture<AccessToken> a = holder.renewed("t1");
        CompletableFuture<AccessToken> b = holder.renewed("t1");
        assertEquals(2, asked.size());
        AccessToken fresh = answer("t2", 3599);
        assertSame(fresh, a.join());
        assertSame(fresh, b.join());

        assertSame(fresh, holder.renewed("t1").join(), "somebody who comes late with the old token");
        assertEquals(2, asked.size());
    }

    @Test
    void aTokenPrintsNothingSecret() {
        assertTrue(new AccessToken("geheim", now).toString().startsWith("token until"));
    }
}
