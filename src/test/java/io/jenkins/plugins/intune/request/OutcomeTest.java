package io.jenkins.plugins.intune.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the names mean that users read and write. */
class OutcomeTest {

    private static List<String> ids(Predicate<Outcome> wanted) {
        return Arrays.stream(Outcome.values()).filter(wanted).map(Outcome::id).toList();
    }

    @Test
    void everyOutcomeIsSuccessFailureOrNobodysFault() {
        assertEquals(List.of("accepted", "session", "duplicate", "would_ask"), ids(Outcome::isSuccess));
        assertEquals(List.of("no_session", "in_doubt", "failed", "would_fail"), ids(Outcome::isFailure));
        assertEquals(List.of("accepted", "session", "no_session"), ids(Outcome::isAccepted));
        assertEquals(List.of("accepted", "session", "no_session", "in_doubt"), ids(Outcome::mayHaveReached));
    }

    @Test
    void whatToDoInDoubtHasTwoNames() throws Exception {
        assertEquals(OnDoubt.FAIL, OnDoubt.named(null));
        assertEquals(OnDoubt.FAIL, OnDoubt.named(" "));
        for (OnDoubt choice : OnDoubt.values()) {
            assertEquals(choice, OnDoubt.named(" " + choice.id()));
        }
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> OnDoubt.named("again"));
        assertEquals("onDoubt", wrong.field());
    }
}
