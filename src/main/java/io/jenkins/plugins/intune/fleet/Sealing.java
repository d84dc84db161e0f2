package io.jenkins.plugins.intune.fleet;

import java.time.Instant;

/** Keeps session links from being read on disk, and for no longer than they are kept. Thread-safe; fails never. */
public interface Sealing {

    /**
     * A text for the disk that does not show the link.
     *
     * @param acceptedAt when Intune accepted the request, or {@code null} for now
     */
    String seal(String link, Instant acceptedAt);

    /** The link again, or {@code null} if it is not kept any longer, or the text cannot be read any more. */
    String unseal(String sealed);
}
