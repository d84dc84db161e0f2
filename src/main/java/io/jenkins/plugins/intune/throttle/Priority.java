package io.jenkins.plugins.intune.throttle;

/** Which reads go first. */
public enum Priority {
    /** Somebody waits for the result, or a request depends on it. */
    DECIDING,
    /** Looks again whether something has changed. */
    POLLING,
    /** For a form, where somebody types or tries an app out: builds go first. */
    FORMS
}
