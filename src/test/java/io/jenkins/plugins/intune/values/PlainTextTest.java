package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void keepsServersFromWritingLinesOfTheirOwn() {
        assertEquals(
                "one two [31mred\\ Finished: SUCCESS",
                PlainText.oneLine("one\r\ntwo \u001b[31mred\\\u2028Finished: SUCCESS ", 100));
    }

    @Test
    void bidirectionalControlsCannotTurnALineRound() {
        assertEquals("a b", PlainText.oneLine("a\u202eb", 100));
    }

    @Test
    void terminalEscapesOfOneCharacterAreControlsToo() {
        assertEquals("a 2Jb", PlainText.oneLine("a\u009b2Jb", 100));
    }

    @Test
    void cutsWhatIsTooLong() {
        assertEquals("abc…", PlainText.oneLine("abcdef", 3));
        assertTrue(PlainText.oneLine("x".repeat(1_000_000), 50).length() <= 51);
        assertEquals("abcdef", PlainText.oneLine("abcdef", 6));
    }

    @Test
    void takesNothingForTheEmptyText() {
        assertEquals("", PlainText.oneLine(null, 10));
    }
}
