package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The session link that stands at a device, or none. Whoever holds the link can act as the supporter, so it is never
 * printed; what is saved to compare it with later is a digest.
 */
final class SessionLink {

    /** What to select: both come only when asked for by name. */
    static final String SELECT = "?$select=id,remoteAssistanceSessionUrl,remoteAssistanceSessionErrorDetails";

    private final String url;

    private SessionLink(String url) {
        this.url = url;
    }

    /**
     * Reads a device as Graph returns it.
     *
     * @return empty if the answer is not a device
     */
    static Optional<SessionLink> of(HttpReply reply) {
        if (reply.status() != 200 || reply.truncated()) {
            return Optional.empty();
        }
        Optional<Map<String, Object>> device =
                Json.object(reply.body()).filter(body -> Json.member(body, "id").isPresent());
        // Unset is null or the empty string.
        return device.map(body ->
                new SessionLink(Json.text(body, "remoteAssistanceSessionUrl").orElse("")));
    }

    /** The link's digest; the empty string if there is no link. */
    String digest() {
        if (url.isEmpty()) {
            return "";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(url));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether a link stands here that did not stand there before. */
    boolean isNewSince(String digestBefore) {
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
