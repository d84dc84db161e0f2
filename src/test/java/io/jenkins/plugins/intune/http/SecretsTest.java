package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server repeats of a call is hidden, in any notation. */
class SecretsTest {

    /** With special characters, as passwords have them. */
    private static final String SECRET = "Xk7~q\"Z\\8/p+ü&<y>=%41 w'🔑.end";

    private static final HttpCall CALL = HttpCall.post(
            URI.create("https://login.example/tenant/oauth2/v2.0/token?code=0123456789abcdef"),
            Map.of(
                    "Content-Type", "application/x-www-form-urlencoded",
                    "Authorization", "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.cGF5bG9hZA.c2lnbmF0dXJl",
                    "X-IDENTITY-HEADER", "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a",
                    "x-client-SKU", "MSAL.Java"),
            "grant_type=client_credentials&client_id=my-client&client_assertion_type=urn%3Aietf%3Ajwt-bearer"
                    + "&client_secret=" + form(SECRET),
            Duration.ofSeconds(1));

    private static final ProxySettings PROXY = new ProxySettings("proxy.example", 3128, "jenkins", "geheim", List.of());

    private final Secrets secrets = CallSecrets.of(CALL, PROXY);

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        String written = Json.write(Map.of("v", text));
        return written.substring(6, written.length() - 2);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String everyByteEscaped() {
        return HexFormat.of().withPrefix("%").formatHex(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private static String lowerHexadecimal(String escaped) {
        return Pattern.compile("%..")
                .matcher(escaped)
                .replaceAll(byteOf -> byteOf.group().toLowerCase(Locale.ROOT));
    }

    private static String unicodeEscapes() {
        return SECRET.chars().mapToObj(c -> String.format("\\u%04X", c)).collect(Collectors.joining());
    }

    private static String html() {
        return SECRET.codePoints()
                .mapToObj(c -> c < '0' || c > 'z' ? "&#" + c + ";" : Character.toString(c))
                .collect(Collectors.joining());
    }

    static Stream<String> notations() {
        return Stream.of(
                        SECRET,
                        form(SECRET),
                        form(SECRET).replace("+", "%20"),
                        lowerHexadecimal(form(SECRET)),
                        everyByteEscaped(),
                        form(form(SECRET)),
                        json(SECRET),
                        json(json(SECRET)),
                        json(json(json(SECRET))),
                        json(SECRET).replace("/", "\\/"),
                        unicodeEscapes(),
                        SECRET.replaceAll("(\\p{Punct})", "\\\\$1"),
                        SECRET.replace("~", "\\x7e").replace("&", "\\x26"),
                        html(),
                        json(form(SECRET)),
                        base64(SECRET),
                        base64("a:" + SECRET),
                        base64("ab:" + SECRET),
                        base64("abc:" + SECRET + " and more"),
                        base64("x" + SECRET).replace('+', '-').replace('/', '_').replace("=", ""),
                        SECRET.substring(0, 14),
                        SECRET.substring(9))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("notations")
    void isHiddenInEveryNotation(String notation) {
        for (String text : List.of(
                notation,
                "client_secret=" + notation,
                "you sent client_id=my-client&client_secret=" + notation + "&scope=x, which is wrong",
                "{\"error\":\"" + notation + "\"}")) {
            String hidden = secrets.hide(text);

            assertTrue(hidden.contains("****"), hidden);
            String rest = hidden.replace("****", "");
            for (int at = 0; at + 8 <= notation.length(); at++) {
                String part = notation.substring(at, at + 8);
                assertFalse(rest.contains(part), () -> part + " in " + hidden);
            }
        }
    }

    @Test
    void theRestOfATextStays() {
        assertEquals(
                "AADSTS7000215: Invalid client secret '****' for my-client.",
                secrets.hide("AADSTS7000215: Invalid client secret '" + SECRET + "' for my-client."));
        String harmless =
                "client_credentials my-client urn:ietf:jwt-bearer MSAL.Java proxy.example jenkins 100% \\d &c;";
        assertSame(harmless, secrets.hide(harmless));
        assertEquals("", secrets.hide(""));
    }

    @Test
    void everyKindOfSecretOfACallIsHidden() {
        for (String secret : List.of(
                "Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.cGF5bG9hZA.c2lnbmF0dXJl",
                "X-IDENTITY-HEADER: 853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a",
                "?code=0123456789abcdef",
                "the password geheim",
                "Proxy-Authorization: Basic " + base64("jenkins:geheim"))) {
            String hidden = secrets.hide(secret);
            assertTrue(hidden.endsWith("****"), hidden);
        }
    }

    @Test
    void anErrorsHeadersAndBodyAreClean() {
        HttpReply reply = secrets.hide(new HttpReply(
                400, Map.of("X-Echo", List.of("a", SECRET)), "{\"error\":\"" + json(SECRET) + "\"}", true));

        assertEquals(Map.of("X-Echo", List.of("a", "****")), reply.headers());
        assertEquals("{\"error\":\"****\"}", reply.body());
        assertTrue(reply.truncated());
    }

    @Test
    void anAnswerOfSuccessStaysWhatItIs() {
        // The password of the proxy is a word of JSON, and the new token begins as the old one does.
        Secrets words = CallSecrets.of(CALL, new ProxySettings("p", 1, "u", "token", List.of()));
        HttpReply token = new HttpReply(
                200, Map.of(), "{\"access_token\":\"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.other\"}", false);

        assertEquals(token.body(), words.hide(token).body());
        assertEquals("", token.excerpt());
        HttpReply echo = new HttpReply(200, Map.of(), "{\"deviceName\":\"" + SECRET + "\"}", false);
        assertEquals("{\"deviceName\":\"****\"}", words.hide(echo).body());
    }

    @Test
    void aFailureIsCleanWithAllItsCauses() {
        IOException cause =
                new IOException("Invalid header: Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9");
        IOException failure = new IOException("the answer makes no sense", cause);
        failure.addSuppressed(new IOException(SECRET));

        StringWriter trace = new StringWriter();
        secrets.hide(failure).printStackTrace(new PrintWriter(trace));

        assertFalse(trace.toString().contains("eyJ0eXAiOiJKV1Q"), trace::toString);
        assertFalse(trace.toString().contains(SECRET), trace::toString);
        assertTrue(trace.toString().contains("the answer makes no sense"), trace::toString);
        assertTrue(trace.toString().contains("Invalid header"), trace::toString);
        IOException harmless = new IOException("refused", new IOException("port 443"));
        assertSame(harmless, secrets.hide(harmless));
    }

    @Test
    void noTextIsTooStrange() {
        String pieces = "%&#\\u;x0Az9/+-_=\"'<é🔑\uD83D\uFFFF ";
        SplittableRandom random = new SplittableRandom(7);
        Secrets some = new Secrets(List.of("zzzzzzzzzzzzzzzz", "x0Az"));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            some.hide(text.toString());
        }
        assertTrue(some.hide("%".repeat(60_000) + "zzzzzzzzzzzzzzzz").endsWith("****"));
    }
}
