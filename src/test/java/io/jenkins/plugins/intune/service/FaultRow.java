package io.jenkins.plugins.intune.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.service.FaultBench.Ending;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A row of the fault matrix, which stands in {@code docs/reliability.md} too.
 *
 * @param fault what goes wrong
 * @param arrangement brings it about
 * @param ending how the request ends
 * @param posts how many requests for remote assistance reach the server
 * @param says what the log says about it
 */
record FaultRow(String fault, Arrangement arrangement, Ending ending, int posts, String says) {

    /** Brings a fault about. */
    @FunctionalInterface
    interface Arrangement {
        void on(FaultBench bench) throws Exception;
    }

    static FaultRow row(String fault, Ending ending, int posts, String says, Arrangement arrangement) {
        return new FaultRow(fault, arrangement, ending, posts, says);
    }

    /** An answer of Graph's with this status and nothing in it. */
    static ResponseDefinitionBuilder status(int status) {
        return StandIn.graphSays(status);
    }

    /** Brings the fault about, and compares what becomes of the request with the row. */
    void check() throws Exception {
        try (FaultBench bench = new FaultBench()) {
            arrangement.on(bench);

            FaultBench.Report report = bench.run();

            assertEquals(ending, report.ending(), report::log);
            assertEquals(posts, report.posts(), report::log);
            assertTrue(report.log().contains(says), report::log);
            assertEquals(0, report.requestsElsewhere(), "the token stays with the host it was made for");
            assertFalse(report.log().contains("teamviewer"), "a session link is confidential");
        }
    }

    static void assertDocumented(Stream<FaultRow> rows) throws IOException {
        String documented = Files.readString(Checkout.root().resolve("docs/reliability.md"));
        List<String> missing = rows.map(FaultRow::line)
                .filter(line -> !documented.contains(line))
                .toList();

        assertTrue(missing.isEmpty(), () -> "missing in docs/reliability.md:\n" + String.join("\n", missing));
    }

    private String line() {
        return "| %s | %s | %d | %s |"
                .formatted(fault, ending.name().toLowerCase(Locale.ROOT).replace('_', ' '), posts, says);
    }

    @Override
    public String toString() {
        return fault;
    }
}
