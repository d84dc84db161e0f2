package io.jenkins.plugins.intune.values;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells of mistakes in the code where work must go on for others. */
public final class Mistakes {

    private Mistakes() {}

    /** Tells Jenkins' log, and never fails: whoever listens to the log, such as a log collector, may fail as well. */
    public static void tell(Logger logger, String what, Throwable mistake) {
        try {
            logger.log(Level.SEVERE, what, mistake);
        } catch (RuntimeException | Error unheard) {
            // There is nobody left to tell.
        }
    }

    /** The same for a warning. */
    public static void warn(Logger logger, String words) {
        try {
            logger.warning(words);
        } catch (RuntimeException | Error unheard) {
            // There is nobody left to tell.
        }
    }
}
