package io.jenkins.plugins.intune.simulation;

/** A mistake of a core, made on purpose, and what it has to be found by. */
enum Cheat {
    /** Makes none. */
    NONE(null),
    SENDS_DOUBTS_AGAIN(Finding.SENT_AGAIN),
    SENDS_EVERYTHING_AGAIN(Finding.TWICE),
    CALLS_LOST_ANSWERS_UNSENT(Finding.LEFT_ALTHOUGH_UNSENT),
    SENDS_AFTER_THE_END(Finding.LEFT_ALTHOUGH_UNSENT),
    CALLS_ERRORS_ACCEPTED(Finding.ACCEPTED_ALTHOUGH_NOT),
    CALLS_LOST_ANSWERS_REFUSED(Finding.FAILED_ALTHOUGH_ACCEPTED),
    CALLS_OTHER_SUCCESSES_REFUSED(Finding.FAILED_ALTHOUGH_UNCLEAR),
    DOUBTS_WHAT_WAS_THROTTLED(Finding.DOUBT_WITHOUT_REASON),
    CALLS_ALL_DUPLICATES(Finding.DUPLICATE_OF_NOBODY),
    TAKES_THE_FIRST_OF_A_LIST(Finding.WRONG_DEVICE),
    HANDS_OUT_ANY_LINK(Finding.FOREIGN_LINK),
    HANDS_OUT_THE_LATEST_LINK(Finding.OTHER_LINK),
    INVENTS_A_LINK(Finding.WRONG_LINK),
    LOGS_ITS_TOKEN(Finding.CONFIDENTIAL),
    DOES_NOT_UNDERSTAND_ITS_OWN_STATE(Finding.UNREADABLE),
    KEEPS_NO_RECORD(Finding.RECORD),
    ASKS_IN_A_DRY_RUN(Finding.DRY_RUN),
    LOSES_AN_ENTRY(Finding.VANISHED),
    MISCOUNTS(Finding.COUNTS),
    IS_ALWAYS_SUCCESSFUL(Finding.VERDICT),
    WAITS_FOR_WHAT_IS_OVER(Finding.HELD_UP),
    BLOCKS_ITS_THREAD(Finding.BLOCKED),
    IGNORES_ABORTS(Finding.LATE),
    GOES_ROUND_IN_CIRCLES(Finding.ENDLESS),
    FORGETS_ITS_TIMERS(Finding.LEFT_BEHIND),
    KNOWS_NO_LIMIT(Finding.TOO_MANY_WRITES),
    READS_ALL_THE_TIME(Finding.TOO_MANY_READS),
    USES_REFUSED_TOKENS(Finding.REFUSED_TOKEN),
    REQUESTS_A_TOKEN_FOR_EACH(Finding.TOKENS_SIDE_BY_SIDE),
    REQUESTS_TOKENS_ALL_THE_TIME(Finding.TOO_MANY_TOKENS),
    TRIES_AGAIN_AT_ONCE(Finding.FRANTIC),
    DOES_NOT_WAIT(Finding.NOT_HELD),
    IS_NOT_AS_PATIENT_AS_IT_SAYS(Finding.GAVE_UP),
    THROWS(Finding.ESCAPED);

    private final Finding finding;

    Cheat(Finding finding) {
        this.finding = finding;
    }

    /** What it breaks, or null. */
    Finding finding() {
        return finding;
    }
}
