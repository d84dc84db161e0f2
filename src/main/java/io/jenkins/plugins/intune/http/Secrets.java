package io.jenkins.plugins.intune.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must not be seen of a call, and its removal from whatever is told about the call: servers and proxies repeat what they
 * were sent, in words for people. This is the one place for that; answers and failures pass through it before anybody gets
 * hold of them.
 *
 * <p>A secret is found in any notation: as it is, escaped for addresses, forms, JSON or HTML, several times over, or in
 * base64. Of a longer one a part is enough, because a server may cut it off. Thread-safe.
 */
final class Secrets {

    private static final String HIDDEN = "****";

    /** Shortest secret that is hidden: a shorter one would be found in words that have nothing to do with it. */
    private static final int MIN_LENGTH = 4;

    /** Length of a part of a secret that gives it away. */
    private static final int TELLING_PART = 12;

    /** How often a text is unescaped: Intune wraps JSON into JSON, and that into JSON. */
    private static final int MAX_LAYERS = 4;

    private static final Pattern BASE64 = Pattern.compile("([A-Za-z0-9+/_-]{8,})={0,2}");

    private final List<String> secrets = new ArrayList<>(2);
    private final int shortest;
    private Set<String> tellingParts;

    /** @param secrets what to hide */
    Secrets(List<String> secrets) {
        // Made for each call, so without streams.
        int least = Integer.MAX_VALUE;
        for (String secret : secrets) {
            if (secret.length() >= MIN_LENGTH) {
                least = Math.min(least, secret.length());
                this.secrets.add(secret);
                if (secret.indexOf(' ') >= 0) {
                    // As in a form.
                    this.secrets.add(secret.replace(' ', '+'));
                }
            }
        }
        shortest = least;
    }

    /**
     * Hides them in an answer. An answer of success is data and not text for people: only whole secrets are hidden there, and
     * only those that cannot be an ordinary word, so that the data stays intact.
     */
    HttpReply hide(HttpReply reply) {
        if (secrets.isEmpty() || reply.isSuccess() && !isWholeIn(reply)) {
            return reply;
        }
        Map<String, List<String>> headers = new HashMap<>();
        reply.headers()
                .forEach((name, values) -> headers.put(
                        name, values.stream().map(value -> hide(value, reply)).toList()));
        return new HttpReply(reply.status(), headers, hide(reply.body(), reply), reply.truncated());
    }

    /** Each answer is looked at, and nearly none has to be made anew. */
    private boolean isWholeIn(HttpReply reply) {
        // For each call, so without streams, here and below.
        for (List<String> values : reply.headers().values()) {
            for (String value : values) {
                if (isWholeIn(value)) {
                    return true;
                }
            }
        }
        return isWholeIn(reply.body());
    }

    private boolean isWholeIn(String text) {
        return !text.isEmpty() && !hideWhole(text).equals(text);
    }

    private String hide(String text, HttpReply reply) {
        return reply.isSuccess() ? hideWhole(text) : hide(text);
    }

    private String hideWhole(String text) {
        String hidden = text;
        for (String secret : secrets) {
            if (secret.length() >= TELLING_PART) {
                hidden = hidden.replace(secret, HIDDEN);
            }
        }
        return hidden;
    }

    /** Hides them in a failure and its causes; the same object if there is nothing to hide. */
    Throwable hide(Throwable failure) {
        if (failure == null) {
            return null;
        }
        Throwable cause = hide(failure.getCause());
        List<Throwable> suppressed =
                Stream.of(failure.getSuppressed()).map(this::hide).toList();
        String hidden = hide(failure.toString());
        if (cause == failure.getCause()
                && suppressed.equals(List.of(failure.getSuppressed()))
                && hidden.equals(failure.toString())) {
            return failure;
        }
        Throwable clean = new Exception(hidden, cause);
        clean.setStackTrace(failure.getStackTrace());
        suppressed.forEach(clean::addSuppressed);
        return clean;
    }

    /** Hides them in a text for people. */
    String hide(String text) {
        if (text == null || text.length() < shortest && text.length() < TELLING_PART || secrets.isEmpty()) {
            return text;
        }
        BitSet found = new BitSet(text.length());
        Unescaped layer = Unescaped.asIs(text);
        for (int i = 0; i < MAX_LAYERS; i++) {
            find(layer, found);
            findInBase64(layer, found);
            Unescaped next = layer.next();
            if (next == layer) {
                break;
            }
            layer = next;
        }
        return found.isEmpty() ? text : replace(text, found);
    }

    private void find(Unescaped layer, BitSet found) {
        String text = layer.text();
        for (String secret : secrets) {
            if (secret.length() < TELLING_PART) {
                for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    found.set(layer.from()[at], layer.to()[at + secret.length() - 1]);
                }
            }
        }
        Set<String> parts = tellingParts();
        for (int at = 0; at + TELLING_PART <= text.length(); at++) {
            if (parts.contains(text.substring(at, at + TELLING_PART))) {
                found.set(layer.from()[at], layer.to()[at + TELLING_PART - 1]);
            }
        }
    }

    private void findInBase64(Unescaped layer, BitSet found) {
        Matcher runs = BASE64.matcher(layer.text());
        while (runs.find()) {
            String run = runs.group(1).replace('-', '+').replace('_', '/');
            // What precedes it may look like base64 too, so it may begin at each of the first four characters.
            for (int begin = 0; begin < 4; begin++) {
                BitSet hits = new BitSet();
                find(Unescaped.asIs(decoded(run.substring(begin))), hits);
                if (!hits.isEmpty()) {
                    found.set(layer.from()[runs.start()], layer.to()[runs.end() - 1]);
                }
            }
        }
    }

    private static String decoded(String base64) {
        int excess = base64.length() % 4;
        // A single character left over encodes nothing; two or three are complete without their padding.
        String whole = excess == 1 ? base64.substring(0, base64.length() - 1) : base64;
        return new String(Base64.getDecoder().decode(whole), StandardCharsets.UTF_8);
    }

    private static String replace(String text, BitSet found) {
        StringBuilder clean = new StringBuilder();
        int done = 0;
        for (int at = found.nextSetBit(0); at >= 0; at = found.nextSetBit(done)) {
            clean.append(text, done, at).append(HIDDEN);
            done = found.nextClearBit(at);
        }
        return clean.append(text, done, text.length()).toString();
    }

    private synchronized Set<String> tellingParts() {
        if (tellingParts == null) {
            tellingParts = new HashSet<>();
            for (String secret : secrets) {
                for (int at = 0; at + TELLING_PART <= secret.length(); at++) {
                    tellingParts.add(secret.substring(at, at + TELLING_PART));
                }
            }
        }
        return tellingParts;
    }
}
