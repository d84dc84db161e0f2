package io.jenkins.plugins.intune.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.values.InvalidInputException;
import org.junit.jupiter.api.Test;

/** An id that somebody has chosen cannot add a line to a log. */
class ShownIdTest {

    @Test
    void anIdWithLineBreaksStaysOnItsLine() {
        String id = "app\nFAKE <b>x\u001b[31m" + "y".repeat(500);
        for (int value = 0; value < 2; value++) {
            boolean empty = value == 0;
            String message = assertThrows(
                            InvalidInputException.class,
                            () -> ForeignCredential.read("tokenId", id, () -> {
                                if (empty) {
                                    return null;
                                }
                                throw new IllegalStateException("gone");
                            }))
                    .getMessage();
            assertEquals(1, message.lines().count(), message);
            assertEquals(-1, message.indexOf('\u001b'));
            assertTrue(message.length() < 300, message);
        }
    }
}
