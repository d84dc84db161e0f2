package io.jenkins.plugins.intune.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls count as somebody's opening of a session. */
class FetchMetadataTest {

    private static final String BROWSER = "JSESSIONID=1";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        the button on a page            | document | same-origin | -        | true  | true
        a link in a mail                | document | none        | -        | true  | true
        an image                        | image    | same-origin | -        | false | false
        a frame                         | iframe   | cross-site  | -        | false | false
        a script of Jenkins             | empty    | same-origin | -        | false | true
        a script of another port        | empty    | same-site   | -        | false | false
        a script of another site        | empty    | cross-site  | -        | false | false
        what a browser fetches ahead    | document | same-origin | prefetch | false | false
        """)
    void browsersSayWhatTheyCallFor(
            String what, String destination, String site, String purpose, boolean opens, boolean links) {
        Map<String, String> headers = Map.of(
                "Cookie", BROWSER, "Sec-Fetch-Dest", destination, "Sec-Fetch-Site", site, "Accept", "text/html,*/*");
        boolean ahead = !purpose.equals("-");
        Map<String, String> all = new HashMap<>(headers);
        if (ahead) {
            all.put("Sec-Purpose", purpose);
        }

        assertEquals(opens, FetchMetadata.isFor(false, all::get), what);
        assertEquals(links, FetchMetadata.isFor(true, all::get), what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a page                 | Mozilla/5.0 | JSESSIONID=1 | -      | text/html,*/*;q=0.8     | true
        an image               | Mozilla/5.0 | JSESSIONID=1 | -      | image/avif,image/*      | false
        an image behind a login of the browser | Mozilla/5.0 | JSESSIONID=1 | Basic | image/avif,image/* | false
        the same without a session | Mozilla/5.0 | - | Basic | image/avif,image/*         | false
        a script               | Mozilla/5.0 | JSESSIONID=1 | -      | */*                     | false
        no kind at all         | Mozilla/5.0 | JSESSIONID=1 | -      | -                       | false
        a browser that does not say so | -   | JSESSIONID=1 | -      | */*                     | false
        Windows PowerShell     | Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.26100.4061 | - | Basic | - | true
        PowerShell             | Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.26100; de-DE) PowerShell/7.5.1 | - | Basic | - | true
        a program with a token | curl/8.5.0  | -            | Basic  | */*                     | true
        a program with both    | curl/8.5.0  | JSESSIONID=1 | Basic  | */*                     | true
        a program behind a proxy that logs in | - | - | -          | */*                     | true
        """)
    void withoutTlsTheySayLess(
            String what, String agent, String cookie, String authorization, String accept, boolean counts) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", agent);
        headers.put("Cookie", cookie);
        headers.put("Authorization", authorization);
        headers.put("Accept", accept);
        headers.values().removeIf("-"::equals);

        assertEquals(counts, FetchMetadata.isFor(false, headers::get), what);
        assertEquals(counts, FetchMetadata.isFor(true, headers::get), what);
    }

    /** Fetch Metadata needs TLS, and Safari has it only since 16.4; what is fetched ahead says so all the same. */
    @ParameterizedTest
    @CsvSource({"Sec-Purpose, prefetch;prerender", "Purpose, prefetch", "X-Moz, prefetch"})
    void whatIsFetchedAheadIsNoVisitWithoutTlsEither(String header, String purpose) {
        Map<String, String> headers = Map.of(
                "User-Agent", "Mozilla/5.0", "Cookie", BROWSER, "Accept", "text/html,*/*;q=0.8", header, purpose);

        assertFalse(FetchMetadata.isFor(false, headers::get), header);
        assertFalse(FetchMetadata.isFor(true, headers::get), header);
    }
}
