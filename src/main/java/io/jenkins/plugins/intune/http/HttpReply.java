package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/**
 * A server's answer, read up to {@link #BODY_LIMIT}. What the call itself keeps secret is
 * hidden in it ({@link Secrets}).
 *
 * @param status the status code, of three digits
 * @param headers header fields; names compare without regard to case
 * @param body what was read of the body, decoded as UTF-8, without a byte order mark
 * @param truncated whether the body went on beyond what was read, or broke off
 */
public record HttpReply(int status, Map<String, List<String>> headers, String body, boolean truncated) {

    /** How much of a body is usually read, in bytes: 64 KiB, far more than any answer that the plugin asks for. */
    public static final int BODY_LIMIT = 64 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9.+-]{1,40}/[A-Za-z0-9.+-]{1,60}");

    /** Copies the headers into a map that ignores case. */
    public HttpReply {
        body = body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body;
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    /** The first value of a header field, if it was sent. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Whether the status is one of success. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * Whether it is a gateway's word for its own time being up (408, or 499 as nginx has it), which says nothing of what has
     * become of the call behind it.
     */
    public boolean isGatewayTimeout() {
        return status == 408 || status == 499;
    }

    /** Status code and reason phrase, for example {@code 404 Not Found}. */
    public String statusLine() {
        // The catalogue refuses numbers that are no status code, but servers send them.
        boolean known = status >= 100 && status < 600;
        String reason = known ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ROOT) : null;
        return reason == null ? String.valueOf(status) : status + " " + reason;
    }

    /**
     * The first words of a body that was meant for people, a proxy's error page for example: one line, no markup. Empty for
     * an answer of success: that is data, and can hold a token or a session link.
     */
    public String excerpt() {
        if (isSuccess()) {
            return "";
        }
        String text = PlainText.oneLine(body, 2000);
        return PlainText.oneLine(text.replaceAll("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>", " "), 200);
    }

    /** The media type that the answer names, for example {@code text/html}; a dash if it names none. */
    public String mediaType() {
        return header("Content-Type")
                .map(type -> type.split(";", 2)[0].strip())
                .filter(type -> MEDIA_TYPE.matcher(type).matches())
                .orElse("-");
    }

    /** The status only: a body can hold a token. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
