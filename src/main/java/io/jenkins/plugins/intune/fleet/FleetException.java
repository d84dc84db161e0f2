package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.values.Failures;
import java.io.Serial;

/** A fleet that could not even begin. The message is one readable paragraph, ready for a build log. */
public final class FleetException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Nobody was asked, because the fleet's state is not on disk. */
    public static FleetException notSaved(Throwable failure) {
        return new FleetException(Messages.Fleet_notSaved(Failures.reason(failure)), failure);
    }

    FleetException(String message, Throwable cause) {
        super(message, cause);
    }
}
