package io.jenkins.plugins.intune.journal;

import io.jenkins.plugins.intune.values.Failures;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** A journal cannot be read or written. The message is one sentence that names the file and says why, ready for a log. */
public class JournalException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What went wrong with a journal, in words. */
    static JournalException of(Storage storage, Throwable cause) {
        return cause instanceof JournalException inWords
                ? inWords
                : new JournalException(Messages.JournalException_unusable(storage, reason(cause)), cause);
    }

    /** A newer version of the plugin has written what this one cannot understand. */
    public static JournalException newer(Storage storage) {
        return new JournalException(Messages.JournalException_newer(storage), null);
    }

    /** The journal has been closed. */
    static JournalException closed(Storage storage) {
        return new JournalException(Messages.JournalException_closed(storage), null);
    }

    /** The two most frequent exceptions have no message but the file's name. */
    private static String reason(Throwable cause) {
        if (cause instanceof AccessDeniedException) {
            return Messages.JournalException_accessDenied(cause.getMessage());
        }
        if (cause instanceof NoSuchFileException) {
            return Messages.JournalException_missing(cause.getMessage());
        }
        return Failures.reason(cause);
    }
}
