package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody types finds what a device is called, however its system writes that. */
class SearchableTest {

    /** A Mac's {@code ü} is two characters, and it has spaces that do not break. */
    @ParameterizedTest
    @CsvSource({
        "MacBook von Ju\u0308rgen, J\u00FCrgen",
        "MacBook von Ju\u0308rgen, JU\u0308RGEN",
        "'MacBook\u00A0Pro', macbook pro",
        "LAPTOP-7, laptop"
    })
    void isFound(String name, String typed) {
        assertEquals(
                true, PlainText.searchable(name).contains(PlainText.searchable(typed)), () -> name + " by " + typed);
    }

    /** Accents below and above a letter, in either order, as many as any text has. */
    @Test
    void marksMayComeInAnyOrder() {
        String above = "a" + "\u0301\u0316".repeat(15);
        String below = "a" + "\u0316\u0301".repeat(15);
        assertTrue(PlainText.isSame(above, below));
        assertTrue(PlainText.begins("x" + above, "X" + below));
        assertEquals(PlainText.searchable(above), PlainText.searchable(below));
    }

    /** Sorting so many took hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMillionMarksKeepNobodyWaiting() {
        String marks = "\u0301\u0316".repeat(500_000);
        assertFalse(PlainText.isSame("a" + marks, "b" + marks));
        assertTrue(PlainText.begins("A" + marks, "a" + marks));
        assertTrue(PlainText.searchable("LAPTOP-7" + marks).contains("laptop-7"));
    }

    @Test
    void anotherNameIsNot() {
        assertFalse(PlainText.searchable("Jurgen").contains(PlainText.searchable("J\u00FCrgen")));
    }
}
