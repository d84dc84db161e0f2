package io.jenkins.plugins.intune.verify;

/**
 * One finding, in a sentence or two for people.
 *
 * @param level whether it is a problem
 * @param text what was found, and what to do about it; one line, never a secret
 */
public record Finding(Level level, String text) {

    /** Whether a finding is a problem. */
    public enum Level {
        /** It is as it should be. */
        RIGHT,
        /** It may be as it should be, or soon will not be. */
        WARNING,
        /** It is wrong, and requests will fail. */
        WRONG
    }

    static Finding right(String text) {
        return new Finding(Level.RIGHT, text);
    }

    static Finding warning(String text) {
        return new Finding(Level.WARNING, text);
    }

    static Finding wrong(String text) {
        return new Finding(Level.WRONG, text);
    }
}
