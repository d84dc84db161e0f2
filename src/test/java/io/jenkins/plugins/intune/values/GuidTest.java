package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuidTest {

    @Test
    void trimsAndLowersWhatIsAGuid() throws Exception {
        assertEquals(
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55",
                Guid.require("deviceId", "  7F1C2A44-1D0E-4B5F-9A86-2F3F0C1D7E55\t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f1c",
                "{7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55}",
                "7f1c2a441d0e4b5f9a862f3f0c1d7e55",
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e5g",
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55/..",
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55\n7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"
            })
    void namesTheFieldOfWhatIsNot(String typed) {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> Guid.require("deviceId", typed));

        assertEquals("deviceId", wrong.field());
        assertTrue(wrong.getMessage().startsWith("deviceId: "), wrong.getMessage());
        assertTrue(wrong.getMessage().contains("is not a GUID"), wrong.getMessage());
        assertEquals(1, wrong.getMessage().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B%s", "%s\u200E", "\uFEFF%s\u00A0"})
    void whatNobodySeesAroundItIsDropped(String typed) throws Exception {
        String guid = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";
        assertEquals(guid, Guid.require("deviceId", typed.formatted(guid)));
    }

    @ParameterizedTest
    @CsvSource({"\u200B, U+200B", "\u200E, U+200E", "\uFEFF, U+FEFF", "\u00A0, U+00A0", "\u2011, ''"})
    void whatNobodySeesWithinItIsNamed(String unseen, String name) {
        InvalidInputException wrong = assertThrows(
                InvalidInputException.class,
                () -> Guid.require("deviceId", "7f1c" + unseen + "2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"));
        assertTrue(
                wrong.getMessage().contains(name.isEmpty() ? "is not a GUID" : name + " after \"7f1c\""),
                wrong.getMessage());
    }

    @Test
    void asksForWhatIsMissing() {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> Guid.require("clientId", " "));

        assertEquals("clientId: A value is required.", wrong.getMessage());
        assertTrue(wrong.isMissing(), "a form only hints at it");
        assertFalse(new InvalidInputException("clientId", "It is wrong.").isMissing());
    }
}
