package io.jenkins.plugins.intune.links;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts a link with the key of the hour in which Intune accepted its request: {@code <seconds since
 * 1970>.<base64 of nonce and AES-GCM ciphertext>}. The seconds are authenticated with it.
 */
final class LinkCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private LinkCipher() {}

    /** The hour whose key serves a moment. */
    static long hour(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), 3600L);
    }

    /** When Intune accepted, as an encrypted link has it; empty for a text that is none. */
    static Optional<Instant> acceptedAt(String encrypted) {
        return encrypted.matches("[0-9]{1,11}\\.[A-Za-z0-9+/]+=*")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds(encrypted))))
                : Optional.empty();
    }

    private static String seconds(String encrypted) {
        return encrypted.substring(0, encrypted.indexOf('.'));
    }

    static String encrypt(String link, Instant acceptedAt, SecretKey key) {
        String seconds = Long.toString(acceptedAt.getEpochSecond());
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, seconds);
            byte[] text = cipher.doFinal(link.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(nonce, nonce.length + text.length);
            System.arraycopy(text, 0, whole, nonce.length, text.length);
            return seconds + "." + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The link, or empty if it is damaged or was encrypted with another key. */
    static Optional<String> decrypt(String encrypted, SecretKey key) {
        String seconds = seconds(encrypted);
        try {
            byte[] whole = Base64.getDecoder().decode(encrypted.substring(seconds.length() + 1));
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, seconds);
            byte[] link = cipher.doFinal(whole, NONCE_BYTES, Math.max(0, whole.length - NONCE_BYTES));
            return Optional.of(new String(link, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException otherKeyOrDamaged) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String seconds)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(seconds.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
