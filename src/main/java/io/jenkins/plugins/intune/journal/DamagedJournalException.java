package io.jenkins.plugins.intune.journal;

import java.io.Serial;

/**
 * A journal lacks something that was on disk, so its content is not known any more. It is left as it is, and takes no more
 * lines.
 */
public final class DamagedJournalException extends JournalException {

    @Serial
    private static final long serialVersionUID = 1L;

    private DamagedJournalException(String message) {
        super(message, null);
    }

    /**
     * @param name the file
     * @param number the first line that is bad, from 1 on
     */
    static DamagedJournalException atLine(String name, int number) {
        return new DamagedJournalException(Messages.DamagedJournalException_line(name, String.valueOf(number)));
    }

    /** The file has become shorter than what was written to it. */
    static DamagedJournalException cut(Storage storage) {
        return new DamagedJournalException(Messages.DamagedJournalException_cut(storage));
    }
}
