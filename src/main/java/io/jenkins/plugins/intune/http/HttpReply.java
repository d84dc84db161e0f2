package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/**
 * A server's answer, read up to its call's {@linkplain HttpCall#bodyLimit() limit}.
 *
 * @param status the status code, 100 to 599
 * @param headers header fields; names compare without regard to case
 * @param body what was read of the body, decoded as UTF-8
 * @param truncated whether the body went on beyond what was read, or broke off
 */
public record HttpReply(int status, Map<String, List<String>> headers, String body, boolean truncated) {

    /** How much of a body is usually read, in bytes: 64 KiB, far more than any answer that the plugin asks for. */
    public static final int BODY_LIMIT = 64 * 1024;

    /** Copies the headers into a map that ignores case. */
    public HttpReply {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    /** The first value of a header field, if it was sent. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Status code and reason phrase, for example {@code 404 Not Found}. */
    public String statusLine() {
        boolean known = status >= 100 && status < 600;
        String reason = known ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ROOT) : null;
        return reason == null ? String.valueOf(status) : status + " " + reason;
    }

    /** The first words of a body that was meant for people, a proxy's error page for example: one line, no markup. */
    public String excerpt() {
        String text = PlainText.oneLine(body, 2000);
        return PlainText.oneLine(text.replaceAll("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>", " "), 200);
    }

    /** The status only: a body can hold a token. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
