package io.jenkins.plugins.intune.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes JSON, and reads that of an answer that may be anything: HTML, nothing, half an object. Whatever does not parse as an
 * object counts as missing; reading throws nothing.
 *
 * <p>Uses the small parser that msal4j brings along ({@code azure-json}), so the plugin bundles no other.
 */
public final class Json {

    /** What some readers take for the end of a line, and what changes how others see the rest of it. */
    private static final Pattern NOT_ON_ONE_LINE = Pattern.compile("[\\p{Zl}\\p{Zp}\\p{Cf}\\x7F-\\x9F]");

    /** How deep objects and lists may stand in each other. */
    private static final int MAX_DEPTH = 500;

    private Json() {}

    /**
     * Reads an object. A byte order mark before it is ignored.
     *
     * @return its members, the values as {@link Map}, {@link List}, {@link String}, {@link Number} or
     *     {@link Boolean}; empty if the text is not one JSON object
     */
    public static Optional<Map<String, Object>> object(String text) {
        String json = text != null && text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (json == null || !json.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try (JsonReader reader = JsonProviders.createReader(json)) {
            return Optional.ofNullable(reader.readMap(value -> value(value, MAX_DEPTH)));
        } catch (IOException | RuntimeException notJson) {
            // azure-json also throws unchecked exceptions.
            return Optional.empty();
        }
    }

    /** {@link JsonReader#readUntyped} does the same, but knows neither {@code 1e10} nor numbers beyond 64 bits. */
    private static Object value(JsonReader reader, int depth) throws IOException {
        if (depth == 0) {
            throw new IOException("nested too deeply");
        }
        return switch (reader.currentToken()) {
            case START_OBJECT -> reader.readMap(value -> value(value, depth - 1));
            case START_ARRAY -> reader.readArray(value -> value(value, depth - 1));
            case NUMBER -> number(reader.getString());
            case BOOLEAN -> reader.getBoolean();
            case STRING -> reader.getString();
            case NULL -> null;
            default -> throw new IOException("no value");
        };
    }

    private static Number number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException larger) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException notWhole) {
                return Double.valueOf(text);
            }
        }
    }

    /**
     * Writes a value on one line, also for readers that split lines as Unicode or JavaScript does.
     *
     * @param value made of {@link Map}, {@link java.util.List}, {@link String}, {@link Number}, {@link Boolean} and {@code
     *     null}
     */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = JsonProviders.createWriter(text)) {
            writer.writeUntyped(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return NOT_ON_ONE_LINE
                .matcher(text.toString())
                .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
    }

    private static String escaped(String characters) {
        return characters
                .chars()
                .mapToObj(c -> String.format(Locale.ROOT, "\\u%04x", c))
                .collect(Collectors.joining());
    }

    /**
     * A member by name, without regard to case: Graph writes {@code innerError} where its specification says
     * {@code innererror}.
     */
    public static Optional<Object> member(Map<?, ?> object, String name) {
        return object.entrySet().stream()
                .filter(entry -> name.equalsIgnoreCase(String.valueOf(entry.getKey())) && entry.getValue() != null)
                .findFirst()
                .map(entry -> (Object) entry.getValue());
    }

    /** Adds a member, unless its value is {@code null}. */
    public static void putKnown(Map<String, Object> object, String name, Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /** A member of just that name as a text, which may be empty, or {@code null} if there is none. */
    public static String exactText(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : null;
    }

    /** A member of just that name as a whole number, or 0 if there is none. */
    public static long exactNumber(Map<?, ?> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** A member that is a text and not blank. */
    public static Optional<String> text(Map<?, ?> object, String name) {
        return member(object, name)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank());
    }

    /** A member that is a list, which may have nothing or anything in it. */
    public static Optional<List<?>> list(Map<?, ?> object, String name) {
        return member(object, name).filter(List.class::isInstance).map(value -> (List<?>) value);
    }
}
