package io.jenkins.plugins.intune.bench;

import java.util.ArrayList;
import java.util.List;

/** The goals of one figure, as rows of Markdown whose first cell is the figure's name. */
final class Goals {

    private final String figure;
    private final List<String> rows = new ArrayList<>();

    Goals(String figure) {
        this.figure = figure;
    }

    void atMost(String what, double measured, double goal, String format, String unit) {
        add(
                what,
                "at most " + Series.number(format, goal) + unit,
                Series.number(format, measured) + unit,
                measured <= goal);
    }

    void atLeast(String what, double measured, double goal, String format, String unit) {
        add(
                what,
                "at least " + Series.number(format, goal) + unit,
                Series.number(format, measured) + unit,
                measured >= goal);
    }

    private void add(String what, String goal, String measured, boolean met) {
        rows.add("| " + figure + " | " + what + " | " + goal + " | " + measured + " | " + (met ? "yes" : "**no**")
                + " |");
    }

    List<String> rows() {
        return rows;
    }
}
