package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Which failures fail the build: {@code any}, {@code all}, from a percentage of the devices on, or {@code never}. With fewer
 * the build is unstable; with {@code never} a Pipeline goes on and gets the outcome. Immutable.
 */
public final class FailWhen implements Serializable {

    /** Any failure fails the build, which is the default. */
    public static final FailWhen ANY = new FailWhen("any", BigDecimal.ZERO);

    /** No failure fails the build, nor makes it unstable. */
    public static final FailWhen NEVER = new FailWhen("never", BigDecimal.ZERO);

    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    @Serial
    private static final long serialVersionUID = 1L;

    private final String id;
    private final BigDecimal percent;

    private FailWhen(String id, BigDecimal percent) {
        this.id = id;
        this.percent = percent;
    }

    /** What the failures make of the build. */
    public enum Verdict {
        /** None failed. */
        SUCCESS,
        /** Some failed, but too few. */
        UNSTABLE,
        /** Enough failed. */
        FAILURE,
        /** Stopped before its end, so there is nothing to judge. */
        ABORTED
    }

    /**
     * Reads what a person typed.
     *
     * @param typed {@code any}, {@code all}, {@code never}, or a percentage above 0 and up to 100 with its sign;
     *     nothing for {@code any}
     * @throws InvalidInputException if it is none of these; the field is {@code failWhen}
     */
    public static FailWhen named(String typed) throws InvalidInputException {
        String text = PlainText.trim(typed).toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.equals("any")) {
            return ANY;
        }
        if (text.equals("all")) {
            return new FailWhen("all", ALL);
        }
        if (text.equals(NEVER.id)) {
            return NEVER;
        }
        if (text.matches("\\d{1,3}([.]\\d{1,3})?\\s*%")) {
            BigDecimal percent =
                    new BigDecimal(text.substring(0, text.length() - 1).strip());
            if (percent.signum() > 0 && percent.compareTo(ALL) <= 0) {
                return new FailWhen(text, percent);
            }
        }
        throw new InvalidInputException("failWhen", Messages.FailWhen_unknown(PlainText.oneLine(typed, 40)));
    }

    /**
     * What the failures of a fleet make of the build.
     *
     * @param counts the fleet in numbers; an entry that names a device again, or one that is left alone, counts on neither
     *     side
     */
    Verdict judge(FleetCounts counts) {
        if (counts.failures() == 0 || isNever()) {
            return Verdict.SUCCESS;
        }
        BigDecimal share = BigDecimal.valueOf(counts.failures()).multiply(ALL);
        BigDecimal devices = BigDecimal.valueOf(counts.meant());
        return share.compareTo(percent.multiply(devices)) >= 0 ? Verdict.FAILURE : Verdict.UNSTABLE;
    }

    /** Whether failures are left to whoever gets the outcome. A single device that has failed is any, all and 100 % of them. */
    public boolean isNever() {
        return id.equals(NEVER.id);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return id;
    }
}
