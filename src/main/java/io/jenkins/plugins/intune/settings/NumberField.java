package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.function.IntFunction;

/** A field for a whole number: its bounds, and the words that refuse what is outside of them. */
enum NumberField {
    /** A timeout in seconds, at most a day: whose link it is that appears after that, nobody could tell. */
    TIMEOUT(1, 86_400, Messages::NumberField_timeout),
    /** For how many minutes a device is left alone: at most a day, which the assistance log looks back. 0 is off. */
    NOT_AGAIN_WITHIN(0, 24 * 60, Messages::NumberField_notAgainWithin),
    /** For how many hours session links are kept: at most a year. */
    SESSION_LINK_HOURS(1, 366 * 24, Messages::NumberField_sessionLinkHours),
    /** For how many days the assistance log is kept: at most ten years. */
    ASSISTANCE_LOG_DAYS(1, 3653, Messages::NumberField_assistanceLogDays),
    /** How many requests leave in 20 seconds: at most what Intune permits. */
    REQUEST_LIMIT(1, Limits.DEFAULT.writes(), Messages::NumberField_requestLimit);

    private final int min;
    private final int max;
    private final IntFunction<String> refusal;

    NumberField(int min, int max, IntFunction<String> refusal) {
        this.min = min;
        this.max = max;
        this.refusal = refusal;
    }

    /**
     * A number that was set, or the one that counts where none was.
     *
     * @param name what the field is called
     * @throws InvalidInputException if it is out of bounds
     */
    int require(String name, @CheckForNull Integer set, int otherwise) throws InvalidInputException {
        int number = set == null ? otherwise : set;
        if (number < min || number > max) {
            throw new InvalidInputException(name, refusal.apply(max));
        }
        return number;
    }

    /** A number that was set, or the one that counts where none was; the nearest that is possible if it is out of bounds. */
    int clamp(@CheckForNull Integer set, int otherwise) {
        return Math.max(min, Math.min(set == null ? otherwise : set, max));
    }

    /** Checks what was typed; leaving the field empty is fine. */
    void check(String name, @CheckForNull String value) throws InvalidInputException {
        String typed = PlainText.trim(value);
        if (typed.isEmpty()) {
            return;
        }
        try {
            require(name, Integer.parseInt(typed), min);
        } catch (NumberFormatException notWhole) {
            throw new InvalidInputException(name, refusal.apply(max));
        }
    }
}
