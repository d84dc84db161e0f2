package io.jenkins.plugins.intune.throttle;

/** Which reads go first. */
public enum Priority {
    /** Somebody waits for what it says, or a request is decided by it. */
    DECIDING,
    /** It looks again for what may have come meanwhile. */
    POLLING,
    /** Somebody types into a form or tries an app out: builds go before it. */
    FORMS
}
