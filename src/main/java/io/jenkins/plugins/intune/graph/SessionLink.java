package io.jenkins.plugins.intune.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The session link of a device, or none. Whoever holds the link can act as the supporter, so it is never printed; what is
 * saved to compare it with later is a digest.
 */
public final class SessionLink {

    private final String url;

    /**
     * @param url the link as Graph shows it; the empty string for none. What has white space or control characters in it is none:
     *     it could not be kept out of a log, which is kept clear of links line by line
     */
    public SessionLink(String url) {
        boolean isLink = url.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        this.url = isLink ? url : "";
    }

    /** The link itself. Confidential: for whoever may act as the supporter, and for nothing else. */
    public String url() {
        return url;
    }

    /** The link's digest; the empty string if there is no link. */
    public String digest() {
        return digest(url);
    }

    /** A text's digest; the empty string for the empty string. */
    public static String digest(String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(text));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether there is a link that was not there before. */
    public boolean isNewSince(String digestBefore) {
        return !url.isEmpty() && !MessageDigest.isEqual(bytes(digest()), bytes(digestBefore));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return url.isEmpty() ? "no session link" : "a session link";
    }
}
