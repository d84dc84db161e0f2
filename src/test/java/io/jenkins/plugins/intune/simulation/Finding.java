package io.jenkins.plugins.intune.simulation;

/** What is promised in every world, whatever happens there. */
enum Finding {
    TWICE("A device gets at most one accepted request from a step; with resend one more for each doubt, at most two"),
    SENT_AGAIN(
            "A request is sent again only after an answer that tells for sure that it was not processed, or for resend"),
    LEFT_ALTHOUGH_UNSENT("What is said not to have been sent never left, and never will"),
    ACCEPTED_ALTHOUGH_NOT("Accepted is said only of what Intune accepted, as far as anybody can know"),
    FAILED_ALTHOUGH_ACCEPTED("What Intune accepted is never said to have failed, and never sent as a duplicate"),
    FAILED_ALTHOUGH_UNCLEAR("What may have reached Intune is never said to have been refused"),
    DOUBT_WITHOUT_REASON("In doubt is said only where the outside gave no clear word"),
    DUPLICATE_OF_NOBODY("A duplicate is said only of a device that another entry answers for"),
    WRONG_DEVICE("Only a device that was named, and is the only one of that name, is asked"),
    FOREIGN_LINK("A link that is handed out is this request's, as far as anybody can know"),
    OTHER_LINK("A later step hands out no other link than the one that an earlier step has found"),
    WRONG_LINK("A link that is handed out stood at this device"),
    CONFIDENTIAL("Neither a token nor a session link is in a log or a message"),
    UNREADABLE("What was written on a disk that gives it back is understood"),
    RECORD("A build's page and the assistance log show afterwards what the build has said"),
    DRY_RUN("A dry run asks nobody"),
    VANISHED("Every entry ends with one outcome"),
    COUNTS("The counts add up"),
    VERDICT("The build's result follows from what became of those who were asked, and from failWhen"),
    ASKED_RECENTLY("A build that leaves alone whom others have asked a short time ago asks none of them"),
    REFUSED_FOR_NOTHING("That another build has asked a device is said only if it has, or was about to"),
    HELD_UP("Nobody waits for a request of the build that is over"),
    BLOCKED("The core waits for nothing that is still to come"),
    LATE("What was started or aborted ends in time"),
    ENDLESS("The world comes to rest"),
    LEFT_BEHIND("When all has ended nothing is left: no timer, connection, permit or file"),
    TOO_MANY_WRITES("An app's writes from one controller keep under Intune's limit"),
    TOO_MANY_READS("An app's reads from one controller keep under Graph's limit"),
    REFUSED_TOKEN("A build does not use a token again that was refused to it"),
    TOKENS_SIDE_BY_SIDE("Callers that need a token at the same time share one request for it"),
    TOO_MANY_TOKENS("A token is requested only where there is none that is good"),
    FRANTIC("No call is made again and again without waiting"),
    NOT_HELD("What Graph asks to wait holds the whole app, also after a restart"),
    GAVE_UP("What only takes time, or passes, fails nobody who has the time"),
    ESCAPED("No task ends with an exception");

    private final String promise;

    Finding(String promise) {
        this.promise = promise;
    }

    /** In words. */
    String promise() {
        return promise;
    }
}
