package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written can be read line by line, by whatever reads lines; whatever is read is an object or nothing. */
class JsonTest {

    @Test
    void nothingBreaksTheLineOrHidesARestOfIt() {
        Map<String, Object> names =
                Map.of("job", "a\u2028{\"forged\":1}\u2029\u0085\u202Eb\uDB40\uDC41\r\n\u009B\u007F");

        String line = Json.write(names);

        assertEquals(
                "{\"job\":\"a\\u2028{\\\"forged\\\":1}\\u2029\\u0085\\u202eb\\udb40\\udc41\\r\\n\\u009b\\u007f\"}",
                line);
        assertEquals(Optional.of(names), Json.object(line));
    }

    @Test
    void whatPeopleReadStaysAsItIs() {
        assertEquals("{\"device\":\"Müllers Büro 王芳 💻\"}", Json.write(Map.of("device", "Müllers Büro 王芳 💻")));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-7, -7",
        "9223372036854775807, 9223372036854775807",
        "12345678901234567890, 1.2345678901234567E19",
        "1e10, 1.0E10",
        "1.5E300, 1.5E300",
        "1E400, Infinity"
    })
    void everyNumberOfJsonIsRead(String written, String read) {
        Map<String, Object> object =
                Json.object("{\"n\": " + written + ", \"after\": true}").orElseThrow();

        assertEquals(read, object.get("n").toString());
        assertEquals(true, object.get("after"));
    }

    @Test
    void anObjectThatIsCutOffIsNone() {
        String whole = "{\"a\": [1, {\"b\": null}, \"c\"], \"d\": {\"e\": [[]], \"f\": -1.5}, \"g\": true}";
        Map<String, Object> inner = new HashMap<>();
        inner.put("b", null);
        assertEquals(
                Map.of("a", List.of(1, inner, "c"), "d", Map.of("e", List.of(List.of()), "f", -1.5), "g", true),
                Json.object(whole).orElseThrow());

        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertEquals(
                    Optional.empty(), assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Json.object(part)), part);
        }
    }

    @Test
    void whatIsNestedWithoutEndIsNone() {
        assertEquals(Optional.empty(), Json.object("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
        assertEquals(Optional.empty(), Json.object("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)));
    }
}
