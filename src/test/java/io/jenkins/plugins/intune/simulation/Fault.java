package io.jenkins.plugins.intune.simulation;

/**
 * What can happen in the world. Every time something could, the {@link Dice} decide; what did happen is on their list, and
 * can be left out when the same seed runs again.
 */
enum Fault {
    // What the story is made of. These are no faults, but can be left out just as well.
    BUILD(1, "the build is started"),
    ENTRY(1, "the fleet has this entry"),
    ANOTHER_STEP(0.2, "the branch has another step for its device"),
    ANOTHER_BRANCH(0.4, "the build has another branch, mostly for the same device"),
    ASSISTANCE_LOG(1, "builds leave devices alone that others have asked"),
    BREAK(0.3, "the build does something else between two steps"),
    OTHER_CONTROLLER(0.15, "there is another controller"),
    OTHER_APP(0.1, "there is another app in the tenant"),

    // What people and machines do at any time.
    ABORT(0.2, "somebody aborts the build"),
    ABORT_AFTER_RESTART(0.3, "somebody aborts the build right after the restart"),
    STEP_STOPPED(0.15, "something around the step stops it, and the build goes on"),
    STEP_LOST(0.1, "the step cannot go on after the restart"),
    CRASH(0.4, "the controller dies"),
    PAUSE(0.1, "the controller stands still for some time"),
    CLOCK_JUMP(0.15, "the controller's time of day jumps"),
    OTHERS_SESSION(0.15, "somebody else opens a session at the device"),
    SESSION_ENDS(0.2, "the session ends, and its link is gone"),
    OTHERS_ERROR(0.05, "somebody else's session at the device fails"),
    SCRIPT(0.1, "somebody's script uses the app's limit, too"),
    PROVIDER_DOWN(0.2, "the credentials provider is down for some time"),
    PROVIDER_SLOW(0.05, "the credentials provider takes long"),
    PROVIDER_REFUSES(0.01, "the credential cannot be used for once"),
    ENTRA_DOWN(0.2, "Entra ID is down for some time"),
    ENTRA_REFUSES(0.02, "Entra ID refuses the secret for good"),
    NO_CONSENT(0.03, "nobody has consented to the app's permission"),
    LATE_CONSENT(0.1, "somebody consents to the app's permission only later"),
    SHORT_TOKENS(0.05, "tokens are good for a few minutes only"),
    INTUNE_DOWN(0.25, "Graph is down for some time"),
    STRICT_LIMIT(0.3, "Graph counts what it throttles"),
    SHARED_LIMIT(0.2, "other apps use half of the tenant's limit"),

    // Disks.
    SLOW_DISK(0.1, "the disk is slow for some time"),
    FULL_DISK(0.2, "the disk is full for some time"),
    SAVE_FAILS(0.03, "the save fails"),
    SLOW_MEMORY(0.05, "the thread that knows what the build remembers, and what it waits for, is busy"),
    READ_FAILS(0.02, "the disk cannot be read"),
    SAVE_HANGS(0.01, "the save never ends"),
    END_FORGOTTEN(0.5, "the build's end was not on disk yet"),

    // The network, for each call.
    CLIENT_CLOSED(0.01, "the HTTP client is closed"),
    UNKNOWN_HOST(0.02, "the host's name is not found"),
    NOT_CONNECTED(0.03, "nobody accepts the connection"),
    TLS_FAILS(0.01, "the TLS handshake fails"),
    PROXY_REFUSES(0.02, "the proxy refuses"),
    CONNECT_HANGS(0.02, "the connection is never made"),
    NOT_EXECUTED(0.02, "the connection takes nothing of the request"),
    LOST_ON_THE_WAY(0.03, "the request is lost on the way"),
    ARRIVES_ANYWAY(0.5, "the request arrives although its sender has hung up"),
    SLOW_TRAVEL(0.03, "the request takes long to arrive"),
    ANSWER_LOST(0.04, "the connection breaks before the answer"),
    ANSWER_NEVER(0.03, "the answer never comes"),
    HALF_STATUS(0.01, "the connection breaks within the status line"),
    BODY_BREAKS(0.03, "the connection breaks within the body"),
    DRIP(0.02, "the body drips and never ends"),

    // Graph and what stands before it, for each call.
    SLOW_ANSWER(0.04, "the answer takes long"),
    GATEWAY_BEFORE(0.03, "a gateway answers in Graph's place"),
    GATEWAY_AFTER(0.03, "a gateway answers although Graph has processed the request"),
    ERROR_BEFORE(0.03, "Graph fails before it has processed the request"),
    ERROR_AFTER(0.03, "Graph fails after it has processed the request"),
    UNAVAILABLE(0.04, "Graph says that it is not available"),
    THROTTLED(0.06, "Graph says that there are too many requests"),
    REFUSED(0.03, "Graph refuses the request"),
    REDIRECT(0.01, "somebody redirects the request"),
    OTHER_SUCCESS(0.02, "somebody answers a success other than 204"),
    TOKEN_REVOKED(0.04, "the token is refused from now on"),
    TOKEN_LACKS_ROLE(0.03, "the token is older than a consent"),
    NO_DEVICE(0.02, "the answer is no device"),
    BYTE_ORDER_MARK(0.5, "a gateway has all bodies begin with a byte order mark"),
    LOOSE_FILTER(0.1, "the list has similar devices, too, or instead"),
    FILTER_IGNORED(0.05, "the list has all devices"),
    EMPTY_PAGE(0.1, "a page has no device on it"),
    NO_LINK(0.15, "no session follows"),
    SESSION_ERROR(0.1, "the session comes to nothing"),
    LATE_LINK(0.1, "the session link comes late");

    private final double probability;
    private final String story;

    Fault(double probability, String story) {
        this.probability = probability;
        this.story = story;
    }

    /** How likely it is, in a world in which it happens at all. */
    double probability() {
        return probability;
    }

    /** Whether a world may be made without it altogether, as if it did not exist. */
    boolean isOptional() {
        return this != BUILD && this != ENTRY;
    }

    /**
     * Whether it exists in more worlds than others: because so many promises are about it, or because it must not be
     * noticed, which shows only where little else happens.
     */
    boolean isFrequent() {
        return this == ABORT || this == CRASH || this == THROTTLED || this == OTHERS_SESSION || this == BYTE_ORDER_MARK;
    }

    /** What happens, in words. */
    String story() {
        return story;
    }
}
