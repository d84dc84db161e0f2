package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a line tells of Intune's limit: too early a time would ask for more than Intune permits after a restart. */
class JournalLineTest {

    private static Instant countedBy(String rest) {
        return JournalLine.read("{\"device\":0," + rest + "}").orElseThrow().countedBy();
    }

    @Test
    void whatWasUnderWayMayHaveLeftLaterThanItWasSaved() {
        assertEquals(Instant.ofEpochMilli(7_000), countedBy("\"state\":{\"phase\":\"SENDING\",\"sentAt\":5000}"));
    }

    @Test
    void whatWasAcceptedWasCountedByThen() {
        assertEquals(
                Instant.ofEpochMilli(5_300),
                countedBy("\"end\":{\"outcome\":\"ACCEPTED\",\"device\":\"managed device 1\",\"startedAt\":1000,"
                        + "\"acceptedAt\":5300,\"attempts\":1}"));
    }
}
