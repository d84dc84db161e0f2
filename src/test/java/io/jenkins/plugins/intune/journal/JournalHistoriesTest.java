package io.jenkins.plugins.intune.journal;

import org.junit.jupiter.api.Test;

/** Whatever happens to the disk, its process and its power, the journal says what it was told, or that it cannot. */
class JournalHistoriesTest {

    /** How many histories; millions take minutes. */
    private static final int HISTORIES = Integer.getInteger("intune.journalHistories", 20_000);

    @Test
    void whatWasSavedIsReadAndWhatWasNotIsNeverMistakenForIt() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            try {
                new JournalHistory(seed).run();
            } catch (Exception | Error failure) {
                throw new AssertionError("In the history with seed " + seed, failure);
            }
        }
    }
}
