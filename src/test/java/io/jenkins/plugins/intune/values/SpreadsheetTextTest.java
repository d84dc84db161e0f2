package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet must not take for a formula, and what comes back of it. */
class SpreadsheetTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+2",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\tx",
                "\rx",
                "\nx",
                "\r\n=1",
                "  =1",
                "\u00a0=1",
                "\u200b=1",
                "\ufeff\u200e@x",
                "\u2028=1",
                "\u0000=1",
                "\uff1d1+2",
                "\uff0b1",
                "\uff0d1",
                "\uff20x",
                "\ufe66x",
                " \uff1d1",
                "'=1",
                "''\uff1d1"
            })
    void isDefusedAndComesBack(String text) {
        assertEquals("'" + text, SpreadsheetText.defuse(text));
        assertEquals(text, SpreadsheetText.restore("'" + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "'", "LAPTOP-7", "O'Brien", "'quoted'", "a=b", "1-2", "12", "名前", "''", "x\t=1"})
    void isLeftAsItIs(String text) {
        assertEquals(text, SpreadsheetText.defuse(text));
        assertEquals(text, SpreadsheetText.restore(text));
    }

    @Test
    void everyTextComesBackAsItWas() {
        String letters = "'''=+-@; \t\n\uff1d\u200bax";
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertEquals(text.toString(), SpreadsheetText.restore(SpreadsheetText.defuse(text.toString())));
        }
    }
}
