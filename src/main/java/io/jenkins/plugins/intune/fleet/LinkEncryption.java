package io.jenkins.plugins.intune.fleet;

import java.time.Instant;

/** Encrypts session links for the disk, and decrypts them as long as they are kept. Thread-safe; never fails. */
public interface LinkEncryption {

    /**
     * The link, encrypted, as a text for the disk.
     *
     * @param acceptedAt when Intune accepted the request, or {@code null} for now
     */
    String encrypt(String link, Instant acceptedAt);

    /** The link again, or {@code null} if it is not kept any longer, or the text cannot be read any more. */
    String decrypt(String encrypted);
}
