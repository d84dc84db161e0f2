package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
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

    @Test
    void anotherNameIsNot() {
        assertFalse(PlainText.searchable("Jurgen").contains(PlainText.searchable("J\u00FCrgen")));
    }
}
