package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.SampleExchange;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers are taken for the call's own, by the ids that they return. */
class OwnAnswerTest {

    private static final String OWN = "5a9cb2a8-0000-4000-8000-00000000beef";
    private static final String OTHER = "5a9cb2a8-0000-4000-8000-00000000dead";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        none          | none  | true
        OWN           | none  | true
        OTHER         | none  | false
        OTHER, OWN    | none  | true
        OTHER         | OWN   | true
        OWN           | OTHER | true
        OTHER         | OTHER | false
        """)
    void onlyTheCallsOwn(String line, String another, boolean taken) {
        List<String> lines = Stream.of(line, another)
                .filter(Objects::nonNull)
                .map(value -> value.replace("OWN", OWN).replace("OTHER", OTHER))
                .toList();
        HttpReply reply = new HttpReply(204, lines.isEmpty() ? Map.of() : Map.of(OwnAnswer.ID, lines), "", false);
        HttpCall call =
                HttpCall.post(URI.create("https://localhost"), Map.of(OwnAnswer.ID, OWN), Duration.ofSeconds(1));

        boolean failed =
                OwnAnswer.of(call, SampleExchange.answered(reply)).reply().isCompletedExceptionally();

        assertEquals(taken, !failed);
    }
}
