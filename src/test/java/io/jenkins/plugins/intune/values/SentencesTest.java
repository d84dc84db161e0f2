package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void aBlankIsBetweenEnglishSentencesAndNoneBetweenChineseOnes() {
        assertEquals("One. Two. Three.", Sentences.join("One.", "Two.", "Three."));
        assertEquals("一。二！三。", Sentences.join(List.of("一。", "二！", "三。")));
    }

    @Test
    void whatAServerSaidStaysApartFromWhatFollows() {
        assertEquals("The device was not found. 请检查 ID。", Sentences.join("The device was not found.", "请检查 ID。"));
        assertEquals("请检查 ID。[client-request-id 1]", Sentences.join("请检查 ID。", "[client-request-id 1]"));
    }

    @Test
    void whatIsEmptyLeavesNoBlank() {
        assertEquals("One. Two.", Sentences.join("", "One.", "", "Two.", ""));
        assertEquals("", Sentences.join("", ""));
    }
}
