package io.jenkins.plugins.intune.bench;

/**
 * What a figure is held against. Said here and nowhere else: whatever a run measures, every goal of the page comes from these.
 *
 * @param what what is measured
 * @param most whether the bound is the most that may be measured, and not the least
 * @param bound the bound, which is met by what equals it
 * @param format how numbers are written
 * @param unit what follows them
 */
record Goal(String what, boolean most, double bound, String format, String unit) {

    static Goal atMost(String what, double bound, String format, String unit) {
        return new Goal(what, true, bound, format, unit);
    }

    static Goal atLeast(String what, double bound, String format, String unit) {
        return new Goal(what, false, bound, format, unit);
    }

    /** The bound in words. */
    String text() {
        return (most ? "at most " : "at least ") + number(bound);
    }

    String number(double value) {
        return Series.number(format, value) + unit;
    }

    boolean isMetBy(double measured) {
        return most ? measured <= bound : measured >= bound;
    }
}
