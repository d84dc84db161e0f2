package io.jenkins.plugins.intune.fleet;

/** Keeps session links from being read on disk. Thread-safe. */
public interface Sealing {

    /** A text for the disk that does not show the link. */
    String seal(String link);

    /** The link again, or {@code null} if the text cannot be read any more. */
    String unseal(String sealed);
}
