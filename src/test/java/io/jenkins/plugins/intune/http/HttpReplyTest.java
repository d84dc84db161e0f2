package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers outside of any standard, and what is said of them. */
class HttpReplyTest {

    private static HttpReply reply(int status, String type, String body) {
        return new HttpReply(status, Map.of("content-type", List.of(type)), body, false);
    }

    @ParameterizedTest
    @CsvSource({"404, 404 Not Found", "299, 299", "599, 599", "600, 600", "999, 999", "0, 0"})
    void anyStatusCanBeTold(int status, String line) {
        assertEquals(line, reply(status, "", "").statusLine());
    }

    @Test
    void onlyAnErrorHasWordsForPeople() {
        assertEquals(
                "Blocked by IT", reply(403, "", "<h1>Blocked</h1><p>by  IT</p>").excerpt());
        assertEquals("", reply(200, "", "a token").excerpt());
        assertEquals("", reply(207, "", "a link").excerpt());
    }

    @Test
    void aMediaTypeIsOneOrIsNotTold() {
        assertEquals("text/html", reply(200, "text/html; charset=utf-8", "").mediaType());
        assertEquals("-", reply(200, "eyJhbGciOiJSUzI1NiJ9", "").mediaType());
        assertEquals("-", new HttpReply(200, Map.of(), "", false).mediaType());
    }

    @Test
    void aByteOrderMarkIsNoPartOfJson() {
        assertEquals("{}", reply(200, "", "\uFEFF{}").body());
        assertEquals(Optional.of(Map.of("a", 1)), Json.object("\uFEFF {\"a\":1}"));
    }
}
