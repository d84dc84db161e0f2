package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.journal.JournalLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of the journal tells, also one that a newer version wrote. */
class FleetLineTest {

    private static final String STATE = "{\"device\":3,\"state\":{\"phase\":\"SENDING\",\"sentAt\":5000}}";

    @Test
    void aStateIsRead() {
        FleetLine line = FleetLine.read(new JournalLine(1, STATE)).orElseThrow();

        assertEquals(3, line.index());
        assertTrue(line.state().phase().mayHaveLeft());
        assertFalse(line.isUnknown());
    }

    @Test
    void aLineOfANewerVersionIsUnknownAndNotMissing() {
        assertTrue(FleetLine.read(new JournalLine(2, STATE)).orElseThrow().isUnknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"device\":3,\"state\":{\"phase\":\"DREAMING\"}}",
                "{\"device\":3,\"end\":{\"outcome\":\"POSTPONED\"}}",
                "{\"device\":3,\"somethingElse\":{}}"
            })
    void whatOnlyANewerVersionCanTellIsUnknownAndNotMissing(String text) {
        assertTrue(FleetLine.read(new JournalLine(1, text)).orElseThrow().isUnknown());
    }
}
