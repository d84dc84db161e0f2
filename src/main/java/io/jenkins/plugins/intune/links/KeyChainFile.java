package io.jenkins.plugins.intune.links;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the keys of session links are kept: twice, one copy written after the other, because <a
 * href="https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/jenkins/security/DefaultConfidentialStore.java">Jenkins
 * overwrites a key's file in place</a>, and whatever ends it meanwhile leaves that file damaged. Not thread-safe; may block.
 */
final class KeyChainFile {

    /** A file that Jenkins encrypts. */
    interface Copy {

        /** Its content; {@code null} if there is none, or it is damaged. Fails if that cannot be told. */
        byte[] read() throws IOException;

        /** Overwrites it. */
        void overwrite(byte[] content) throws IOException;
    }

    private final Copy first;
    private final Copy second;

    KeyChainFile(Copy first, Copy second) {
        this.first = first;
        this.second = second;
    }

    /** The keys; none if there are none yet, or both copies are damaged. Fails if that cannot be told. */
    Optional<KeyChain> read() throws IOException {
        Optional<KeyChain> kept = KeyChain.read(first.read());
        if (kept.isEmpty()) {
            kept = KeyChain.read(second.read());
            if (kept.isPresent()) {
                first.overwrite(kept.get().save());
            }
        }
        return kept;
    }

    /** Replaces both copies, of which one is whole at any moment. */
    void write(KeyChain chain) throws IOException {
        second.overwrite(chain.save());
        first.overwrite(chain.save());
    }
}
