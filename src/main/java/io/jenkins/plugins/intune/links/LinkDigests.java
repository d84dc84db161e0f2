package io.jenkins.plugins.intune.links;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The links that a log must not show, without the links themselves: how each begins ({@code https://}), its length and a
 * salted digest. They are found in plain text and as URLs, HTML, JSON and shells escape them. Immutable; may go to an agent.
 */
@Restricted(NoExternalUse.class)
public final class LinkDigests implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MASK = "****".getBytes(StandardCharsets.US_ASCII);

    /** No link at all. */
    public static final LinkDigests NONE = new LinkDigests(new byte[0]);

    /** Links that begin alike and are equally long; their digests are sorted. */
    private record Kind(byte[] start, int length, long[] digests) implements Serializable {

        /** The part of the start that all notations write alike. */
        String scheme() {
            return latin(start).split(":", 2)[0];
        }

        boolean has(long digest) {
            return Arrays.binarySearch(digests, digest) >= 0;
        }
    }

    private final byte[] salt;
    /** Longer ones first, so that a link is not taken for a shorter one that it begins with. */
    private final Kind[] kinds;
    /** A text without any of these cannot hold a link. */
    private final byte[][] schemes;

    private LinkDigests(byte[] salt, Kind... kinds) {
        this.salt = salt;
        this.kinds = kinds;
        schemes = Arrays.stream(kinds)
                .map(Kind::scheme)
                .distinct()
                .map(scheme -> scheme.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** Whether there is nothing to look for. */
    public boolean isEmpty() {
        return kinds.length == 0;
    }

    /** These links and more. */
    public LinkDigests plus(Collection<String> links) {
        byte[] seasoned = salt.length > 0 ? salt : newSalt();
        Map<String, Map<Integer, List<Long>>> found = new TreeMap<>();
        for (String link : links) {
            byte[] utf8 = link.getBytes(StandardCharsets.UTF_8);
            Unescaped plain = new Unescaped(utf8, utf8.length);
            if (plain.length() > 0) {
                found.computeIfAbsent(start(plain), start -> new TreeMap<>())
                        .computeIfAbsent(plain.length(), length -> new ArrayList<>())
                        .add(digest(seasoned, plain.bytes(), 0, plain.length()));
            }
        }
        for (Kind kind : kinds) {
            List<Long> digests = found.computeIfAbsent(latin(kind.start), start -> new TreeMap<>())
                    .computeIfAbsent(kind.length, length -> new ArrayList<>());
            Arrays.stream(kind.digests).forEach(digests::add);
        }
        List<Kind> all = new ArrayList<>();
        found.forEach((start, lengths) -> lengths.forEach((length, digests) -> all.add(new Kind(
                start.getBytes(StandardCharsets.ISO_8859_1),
                length,
                digests.stream().mapToLong(Long::longValue).sorted().distinct().toArray()))));
        all.sort(Comparator.comparingInt(Kind::length).reversed());
        return all.isEmpty() ? this : new LinkDigests(seasoned, all.toArray(Kind[]::new));
    }

    /** These, as a text that {@link #read} understands. */
    public String save() {
        StringJoiner text = new StringJoiner(" ");
        text.add(HexFormat.of().formatHex(salt));
        for (Kind kind : kinds) {
            text.add(HexFormat.of().formatHex(kind.start) + ":" + kind.length);
            Arrays.stream(kind.digests)
                    .forEach(digest -> text.add(HexFormat.of().toHexDigits(digest)));
        }
        return text.toString();
    }

    /**
     * What was saved.
     *
     * @param text what {@link #save} made of it, or {@code null}
     * @return no links for anything else, such as what somebody has written into a file
     */
    public static LinkDigests read(String text) {
        try {
            return text == null ? NONE : parse(text.split(" "));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return NONE;
        }
    }

    private static LinkDigests parse(String[] words) {
        List<Kind> kinds = new ArrayList<>();
        int at = 1;
        while (at < words.length) {
            String[] kind = words[at++].split(":");
            int from = at;
            while (at < words.length && words[at].indexOf(':') < 0) {
                at++;
            }
            kinds.add(new Kind(
                    HexFormat.of().parseHex(kind[0]),
                    Integer.parseInt(kind[1]),
                    Arrays.stream(words, from, at)
                            .mapToLong(HexFormat::fromHexDigitsToLong)
                            .sorted()
                            .toArray()));
        }
        return kinds.isEmpty() ? NONE : new LinkDigests(HexFormat.of().parseHex(words[0]), kinds.toArray(Kind[]::new));
    }

    private static byte[] newSalt() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /** Up to its {@code ://}; a link that has none can begin anywhere. */
    private static String start(Unescaped link) {
        String text = latin(Arrays.copyOf(link.bytes(), link.length()));
        int colon = text.indexOf("://");
        return colon < 1 ? "" : text.substring(0, colon + 3);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static long digest(byte[] salt, byte[] text, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(text, from, length);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * How much of a text cannot be the beginning of a link that continues after it.
     *
     * @return the length of the text's harmless beginning
     */
    int harmless(byte[] text, int length) {
        int harmless = length;
        for (byte[] scheme : schemes) {
            int at = 0;
            while (at < harmless && !mayBegin(text, length, at, scheme)) {
                at++;
            }
            harmless = at;
        }
        return harmless;
    }

    /** Whether the text has the scheme there, or ends within it. */
    private static boolean mayBegin(byte[] text, int length, int at, byte[] scheme) {
        int compared = Math.min(scheme.length, length - at);
        return compared == 0 || text[at] == scheme[0] && Arrays.equals(text, at, at + compared, scheme, 0, compared);
    }

    /**
     * What may be shown of a text.
     *
     * @param text the bytes, of which the first count
     * @param length how many count
     * @param consumed how many bytes of the original this stands for
     */
    record Masked(byte[] text, int length, int consumed) {}

    /**
     * A text with {@code ****} in the place of each link.
     *
     * @param text the bytes, of which the first {@code length} count
     * @param least how many of them to show; a link that begins in them is masked as a whole
     */
    Masked mask(byte[] text, int length, int least) {
        if (harmless(text, length) == length) {
            return new Masked(text, least, least);
        }
        Unescaped plain = new Unescaped(text, length);
        ByteArrayOutputStream masked = new ByteArrayOutputStream(length);
        int done = 0;
        int at = 0;
        while (at < plain.length() && plain.place(at) < least) {
            int found = linkAt(plain, at);
            if (found > 0) {
                masked.write(text, done, plain.place(at) - done);
                masked.writeBytes(MASK);
                done = plain.place(at + found);
            }
            at += Math.max(found, 1);
        }
        int consumed = Math.max(done, least);
        masked.write(text, done, consumed - done);
        return new Masked(masked.toByteArray(), masked.size(), consumed);
    }

    /** The length of the link that begins there, or 0 for none. */
    private int linkAt(Unescaped text, int at) {
        for (Kind kind : kinds) {
            if (at + kind.length <= text.length()
                    && text.hasAt(at, kind.start)
                    && kind.has(digest(salt, text.bytes(), at, kind.length))) {
                return kind.length;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return kinds.length == 0 ? "no links" : "some links";
    }
}
