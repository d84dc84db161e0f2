package io.jenkins.plugins.intune.journal;

/**
 * A line of a journal.
 *
 * @param version the version of the lines that it was written in, from 1 on
 * @param text what was appended
 */
public record JournalLine(int version, String text) {

    /**
     * Whether a newer version of the plugin wrote it, so that its text may mean something that this one does not know. It
     * must never be taken for a line that was not written.
     */
    public boolean isNewer() {
        return version > LineFormat.VERSION;
    }
}
