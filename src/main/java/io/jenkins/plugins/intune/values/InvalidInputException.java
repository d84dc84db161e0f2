package io.jenkins.plugins.intune.values;

import java.io.Serial;

/**
 * Something that a person typed cannot be used. Thrown before anything is sent.
 *
 * <p>The message is one plain sentence that names the field, ready for a build log or a form.
 */
public final class InvalidInputException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;
    private final boolean missing;

    /**
     * @param field the field at fault, under the name that users write, for example {@code deviceId}
     * @param problem what is wrong with it, without a leading field name and without a secret
     */
    public InvalidInputException(String field, String problem) {
        this(field, problem, false);
    }

    private InvalidInputException(String field, String problem, boolean missing) {
        // Without a stack trace: it is about what was typed, and a list may have thousands of wrong lines.
        super(Messages.InvalidInputException_message(field, problem), null, false, false);
        this.field = field;
        this.problem = problem;
        this.missing = missing;
    }

    /** Nothing was typed where something is required. */
    static InvalidInputException missing(String field) {
        return new InvalidInputException(field, Messages.PlainText_missing(), true);
    }

    /** Whether nothing was typed yet: a form says that more gently than that something is wrong. */
    public boolean isMissing() {
        return missing;
    }

    /** The field at fault, under the name that users write. */
    public String field() {
        return field;
    }

    /** What is wrong, for a place that shows the field anyway. */
    public String problem() {
        return problem;
    }
}
