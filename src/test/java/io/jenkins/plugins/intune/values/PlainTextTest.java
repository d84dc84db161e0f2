package io.jenkins.plugins.intune.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void neverCutsACharacterInTwo() {
        assertEquals("ab…", PlainText.oneLine("ab😀cd", 3));
        assertEquals("ab😀…", PlainText.oneLine("ab😀cd", 4));
        for (int n = 0; n < 20; n++) {
            String said = PlainText.oneLine("x".repeat(n) + "😀".repeat(100), 5);
            assertEquals(said, new String(said.getBytes(UTF_8), UTF_8));
        }
    }

    @Test
    void whatIsJoinedStaysJoined() {
        assertEquals("👩\u200D💻 می\u200Cخواهم", PlainText.oneLine("👩\u200D💻 می\u200Cخواهم", 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u200Bab\u200B", "\uFEFFab", "ab\u200E\u200F", "\u00A0 ab\u00A0\t", "\u001Fab", "\u2028ab\u3000"
            })
    void whatNobodySeesAroundATextIsDropped(String text) {
        assertEquals("ab", PlainText.trim(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {" a b", "a b ", "a  b", "a\tb", "a\u007fb", "\na b"})
    void oneSpaceAndNoneAround(String text) {
        assertEquals("a b", PlainText.oneLine(text, 100));
    }

    @Test
    void leavesWhatIsPlainAsItIs() {
        assertEquals("LAPTOP-7 of anna@contoso.com ~", PlainText.oneLine("LAPTOP-7 of anna@contoso.com ~", 30));
        assertEquals("Gerät 7", PlainText.oneLine("Gerät 7", 7));
    }

    @Test
    void takesNothingForTheEmptyText() {
        assertEquals("", PlainText.oneLine(null, 10));
    }

    /** JSON may hold what XML may not, and then Jenkins saves neither the build nor its queue. */
    @Test
    void holdsNothingThatNoFileCan() throws InvalidInputException {
        for (String none : List.of("\uFFFF", "\uFFFE", "\uD83D", "\uDE00", "\u0000")) {
            assertEquals("a b", PlainText.oneLine("a" + none + "b", 80));
            assertEquals("ab", PlainText.trim(none + "ab" + none));
            assertThrows(InvalidInputException.class, () -> PlainText.requireVisible("name", "a" + none + "b", ""));
        }
        assertEquals("a\uD83D\uDE00b", PlainText.oneLine("a\uD83D\uDE00b", 80), "halves that belong together are one");
    }
}
