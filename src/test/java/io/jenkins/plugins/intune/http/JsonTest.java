package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written can be read line by line, by whatever reads lines. */
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
}
