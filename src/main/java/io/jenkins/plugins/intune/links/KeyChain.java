package io.jenkins.plugins.intune.links;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for each hour, from an hour on: each is a one-way function of the key before. So one small value on disk is enough
 * for all of them, and once a later key has replaced it, nobody can compute the earlier ones any more. Immutable.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/88/r1/final">NIST SP 800-88, cryptographic erase</a>
 */
final class KeyChain {

    /** Length of a saved chain: the hour and a key. */
    private static final int LENGTH = Long.BYTES + 32;

    /** Most steps to a later key: a century, so that a clock that is wrong by more delays nobody. */
    private static final long MAX_STEPS = 100 * 366 * 24L;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final long hour;
    private final byte[] key;
    /** The keys that were used, so that a table with thousands of links computes each once. */
    private final Map<Long, SecretKey> used = new ConcurrentHashMap<>();

    /**
     * @param hour the first hour that it has a key for
     * @param key the key of that hour, 32 random bytes
     */
    KeyChain(long hour, byte[] key) {
        this.hour = hour;
        this.key = key.clone();
    }

    /** A new chain. */
    static KeyChain startingAt(long hour) {
        byte[] key = new byte[LENGTH - Long.BYTES];
        RANDOM.nextBytes(key);
        return new KeyChain(hour, key);
    }

    /** Reads what {@link #save()} wrote; empty if it is nothing of the kind. */
    static Optional<KeyChain> read(byte[] saved) {
        if (saved == null || saved.length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(saved);
        long hour = bytes.getLong();
        byte[] key = new byte[bytes.remaining()];
        bytes.get(key);
        return Optional.of(new KeyChain(hour, key));
    }

    /** The chain as it is saved. Confidential. */
    byte[] save() {
        return ByteBuffer.allocate(LENGTH).putLong(hour).put(key).array();
    }

    /** The first hour that it has a key for. */
    long hour() {
        return hour;
    }

    /** Whether it has a key for an hour. */
    boolean reaches(long wanted) {
        return wanted >= hour && wanted - hour <= MAX_STEPS;
    }

    /** The same chain without the keys before an hour that it {@linkplain #reaches reaches}. */
    KeyChain from(long first) {
        if (!reaches(first)) {
            throw new IllegalArgumentException("there is no key for that hour");
        }
        byte[] next = key;
        for (long at = hour; at < first; at++) {
            next = derive(next, "next");
        }
        return new KeyChain(first, next);
    }

    /** The key of an hour that it {@linkplain #reaches reaches}. */
    SecretKey at(long wanted) {
        return used.computeIfAbsent(wanted, at -> new SecretKeySpec(derive(from(at).key, "link"), "AES"));
    }

    private static byte[] derive(byte[] key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
