package io.jenkins.plugins.intune.graph;

import java.io.Serial;

/** A request that ended without success. The message is one readable paragraph, ready for a build log. */
public final class RemoteAssistanceException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    RemoteAssistanceException(String message) {
        super(message);
    }
}
