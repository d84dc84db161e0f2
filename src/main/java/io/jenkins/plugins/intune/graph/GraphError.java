package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Graph said about an error, made readable. Any body is taken: Graph's JSON, Intune's JSON within it, a proxy's
 * HTML, nothing.
 *
 * @param status the HTTP status
 * @param code Graph's error code, or the empty string
 * @param message Graph's own words on one line, unwrapped, or the empty string
 * @param requestId the id under which Microsoft's support finds the request, or the empty string
 * @param mayHaveBegun whether what was asked may have been begun all the same: Graph or Intune says in any of its layers that
 *     time ran out or that something was broken off, as Intune has been seen to do with a 503 while it was at work on the
 *     request, or that it broke down; or a gateway says the first; or the answer itself broke off, and the rest of it could
 *     say so
 * @param unavailable whether Graph or Intune says in any of its layers that the service was not available, as a cloud has been
 *     seen to do with 400
 * @see <a href="https://learn.microsoft.com/graph/errors">Error responses and resource types</a>
 * @see <a href="https://github.com/microsoft/Intune-PowerShell-SDK/issues/21">503 with the code CancelledOnServiceTimeout</a>
 * @see <a href="https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/522">503 for what was done in part</a>
 * @see <a href="https://github.com/microsoftgraph/microsoft-graph-docs/issues/10914">400 with the code InternalError</a>
 */
public record GraphError(
        int status, String code, String message, String requestId, boolean mayHaveBegun, boolean unavailable) {

    private static final int MESSAGE_LIMIT = 600;
    private static final int THROTTLED = 429;
    /** Intune wraps its own JSON into Graph's message, sometimes twice. */
    private static final int WRAPPINGS = 2;

    /** Also as .NET and gateways within Graph word it: a task was canceled, a deadline exceeded, a connection closed. */
    private static final Pattern BROKEN_OFF = Pattern.compile(
            "time[ _-]?d?[ _-]?out|cancel|abort|deadline|disconnect|connection.{0,40}(closed|reset)|partial[ _-]?content",
            Pattern.CASE_INSENSITIVE);

    /** Intune repeats the address that it was called at, and names of people and devices in it: these say nothing. */
    private static final Pattern ADDRESS =
            Pattern.compile("(https?:/|(?<!\\w))/[^\\s\"\\\\<>]+", Pattern.CASE_INSENSITIVE);

    /** The code of a breakdown. */
    private static final Pattern BREAKDOWN = Pattern.compile("internal_?(server_?)?error", Pattern.CASE_INSENSITIVE);

    /** The code that says what a 503 means. */
    private static final Pattern UNAVAILABLE =
            Pattern.compile("(error_?)?service_?(not_?available|unavailable)", Pattern.CASE_INSENSITIVE);

    /** Reads an error from an answer. In one of success there is none, whatever it looks like: it can hold a session link. */
    public static GraphError of(HttpReply reply) {
        if (reply.isSuccess()) {
            return new GraphError(reply.status(), "", "", requestId(reply).orElse(""), false, false);
        }
        Map<?, ?> error = Json.object(reply.body())
                .flatMap(body -> Json.member(body, "error"))
                .filter(Map.class::isInstance)
                .map(value -> (Map<?, ?>) value)
                .orElse(Map.of());
        String requestId = requestId(reply)
                .or(() -> Json.member(error, "innerError")
                        .filter(Map.class::isInstance)
                        .flatMap(inner -> Json.text((Map<?, ?>) inner, "request-id")))
                .orElse("");
        String code = Json.text(error, "code").orElse("");
        Optional<String> said = Json.text(error, "message");
        String message = said.orElseGet(() -> error.isEmpty() ? reply.excerpt() : "");
        return new GraphError(
                reply.status(),
                PlainText.oneLine(code, 100),
                PlainText.oneLine(unwrap(message), MESSAGE_LIMIT),
                PlainText.oneLine(requestId, 100),
                // Whatever is wrapped is a part of the message. Graph's own layers are objects, with more specific
                // codes within.
                reply.truncated()
                        || reply.isGatewayTimeout()
                        || saysBrokenOff(error)
                        || said.isEmpty() && saysBrokenOff(reply.body())
                        || hasCode(BREAKDOWN, error, WRAPPINGS),
                hasCode(UNAVAILABLE, error, WRAPPINGS));
    }

    private static boolean saysBrokenOff(Object layer) {
        if (layer instanceof Map<?, ?> object) {
            return object.values().stream().anyMatch(GraphError::saysBrokenOff);
        }
        if (layer instanceof List<?> list) {
            return list.stream().anyMatch(GraphError::saysBrokenOff);
        }
        return layer instanceof String text
                && BROKEN_OFF.matcher(ADDRESS.matcher(text).replaceAll("")).find();
    }

    /** Whether this layer, one within, or one that is wrapped into a message has such a code. */
    private static boolean hasCode(Pattern pattern, Object layer, int wrappings) {
        if (layer instanceof List<?> list) {
            return list.stream().anyMatch(inner -> hasCode(pattern, inner, wrappings));
        }
        return layer instanceof Map<?, ?> object
                && object.entrySet().stream().anyMatch(entry -> {
                    String name = String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT);
                    if (!(entry.getValue() instanceof String text)) {
                        return hasCode(pattern, entry.getValue(), wrappings);
                    }
                    if (name.equals("message") && wrappings > 0) {
                        return hasCode(pattern, Json.object(text).orElse(Map.of()), wrappings - 1);
                    }
                    return name.endsWith("code") && pattern.matcher(text).matches();
                });
    }

    /** The id that Graph gave the request. */
    public static Optional<String> requestId(HttpReply reply) {
        return reply.header("request-id").map(id -> PlainText.oneLine(id, 100));
    }

    /**
     * Whether Graph itself gave this answer, and not a gateway on the way, which may say so after Graph has processed the
     * request: a proxy that filters answers, for example. Gateways have codes too, and ids of other forms; and of an answer
     * that could not be read nobody knows what it says.
     */
    public boolean isGraphs() {
        return Guid.isGuid(requestId) && !code.isEmpty();
    }

    /**
     * Whether Graph itself has refused what was asked, for certain. Of any other answer it would not be true to name a
     * reason for a refusal, and a request is in doubt unless it was {@linkplain #isTurnedAway turned away}.
     */
    public boolean isRefusal() {
        return isUntouched() && status >= 300 && status < 500 && status != THROTTLED && !unavailable;
    }

    /**
     * Whether Graph itself has turned away what was asked, and takes it later: 429, or 503 after which, as Microsoft says, a
     * request may be repeated.
     */
    public boolean isTurnedAway() {
        return isUntouched() && (status == THROTTLED || status == 503);
    }

    private boolean isUntouched() {
        return isGraphs() && !mayHaveBegun;
    }

    /** Whether Graph is too busy for a call, whoever says so: a call that changes nothing may be made again later. */
    public boolean isBusy() {
        return status == THROTTLED || status == 503 || isGraphs() && unavailable;
    }

    /**
     * Whether Graph does not serve an address, although its reference may name it.
     *
     * @see <a href="https://github.com/microsoftgraph/microsoft-graph-docs/issues/16352">One such address</a>
     */
    boolean isUnknownRoute() {
        return code.equalsIgnoreCase("No method match route template");
    }

    /**
     * The innermost message, preceded by the error code of an outer layer if that says more: sometimes only that names a
     * missing role.
     */
    private static String unwrap(String message) {
        String text = message;
        String code = "";
        for (int level = 0; level < WRAPPINGS; level++) {
            Optional<Map<String, Object>> json = Json.object(text);
            Optional<String> inner = json.flatMap(layer -> Json.text(layer, "Message"));
            if (inner.isEmpty()) {
                break;
            }
            text = inner.get();
            code = Json.text(json.get(), "ErrorCode").orElse(code);
        }
        return code.isEmpty() || text.contains(code) ? text : code + ": " + text;
    }
}
