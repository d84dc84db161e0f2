package io.jenkins.plugins.intune.fleet;

import java.io.Serial;

/** A fleet that could not even begin. The message is one readable paragraph, ready for a build log. */
public final class FleetException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    FleetException(String message, Throwable cause) {
        super(message, cause);
    }
}
