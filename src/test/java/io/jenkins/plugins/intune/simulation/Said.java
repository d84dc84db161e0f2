package io.jenkins.plugins.intune.simulation;

import java.util.List;

/**
 * What a build said when it ended.
 *
 * @param verdict how the build ended, in a word
 * @param message the build's own words, or the empty string
 * @param entries what it said of its entries, each once
 * @param counts how it counted them, or null where nothing is counted
 * @param recorded what its page reads of them from the disk, or null if it reads nothing there
 */
record Said(String verdict, String message, List<OfEntry> entries, Counts counts, List<OfEntry> recorded) {

    /** How an entry can end. */
    enum End {
        ACCEPTED,
        SESSION,
        NO_SESSION,
        IN_DOUBT,
        FAILED,
        DUPLICATE,
        /** The build was aborted before it came to this entry. */
        NOT_ASKED,
        /** It was not sent, because another build asked the device a short time ago. */
        RECENTLY_ASKED,
        /** A dry run found nothing that keeps the device from being asked. */
        WOULD_ASK,
        /** A dry run found something. */
        WOULD_FAIL,
        /** The build could not tell, and said so. */
        UNKNOWN;

        /** Whether this says that Intune has accepted. */
        boolean saysAccepted() {
            return this == ACCEPTED || this == SESSION || this == NO_SESSION;
        }

        /** Whether this leaves open whether Intune has accepted. */
        boolean leavesOpen() {
            return this == IN_DOUBT || this == UNKNOWN;
        }
    }

    /**
     * What was said of an entry.
     *
     * @param index its place in the build
     * @param end how it ended
     * @param message the words for it, or the empty string
     * @param link the session link that was handed out, or null
     */
    record OfEntry(int index, End end, String message, String link) {

        private static final List<String> UNSENT =
                List.of("nothing was sent", "never sent", "were not asked", "was not asked", "none was sent");

        /** Whether this is the same but for the link, which is not on the disk as it is. */
        boolean isLike(OfEntry other) {
            return index == other.index && end == other.end && message.equals(other.message);
        }

        /** Whether this says that nothing left. */
        boolean saysUnsent() {
            if (end == End.NOT_ASKED
                    || end == End.RECENTLY_ASKED
                    || end == End.DUPLICATE
                    || end == End.WOULD_ASK
                    || end == End.WOULD_FAIL) {
                return true;
            }
            if (end != End.FAILED) {
                return false;
            }
            for (String phrase : UNSENT) {
                if (message.contains(phrase)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** How a fleet counted its entries. */
    record Counts(
            int total,
            int accepted,
            int session,
            int noSession,
            int failed,
            int inDoubt,
            int duplicate,
            int notAsked,
            int wouldAsk,
            int wouldFail) {}
}
