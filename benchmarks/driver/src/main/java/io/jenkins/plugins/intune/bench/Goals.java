package io.jenkins.plugins.intune.bench;

import java.util.ArrayList;
import java.util.List;

/** What a figure measured of its goals, as rows of Markdown whose first cell is the figure's name. */
final class Goals {

    private final String figure;
    private final List<Goal> all;
    private final List<String> rows = new ArrayList<>();

    Goals(Figure figure) {
        this.figure = figure.name();
        all = figure.goals();
    }

    void measured(Goal goal, double value) {
        if (!all.contains(goal)) {
            throw new IllegalArgumentException(figure + " does not name its goal: " + goal.what());
        }
        rows.add(row(figure, goal, goal.number(value), goal.isMetBy(value)));
    }

    List<String> rows() {
        return rows;
    }

    /**
     * A row of an older run with the goal as it is now. What was measured stays; whether that meets the goal is judged anew if
     * the goal is another one.
     */
    static String renewed(String figure, Goal goal, String row) {
        String[] cells = row.split(" \\| ");
        String measured = cells[3];
        if (cells[2].equals(goal.text())) {
            return row;
        }
        Bench.say(figure + ": the goal of \"" + goal.what() + "\" was \"" + cells[2] + "\" on the page and is \""
                + goal.text() + "\" now");
        double value = Double.parseDouble(measured.replaceFirst("[^0-9.].*", ""));
        return row(figure, goal, measured, goal.isMetBy(value));
    }

    /** How the row of a goal begins. */
    static String beginning(String figure, Goal goal) {
        return "| " + figure + " | " + goal.what() + " | ";
    }

    private static String row(String figure, Goal goal, String measured, boolean met) {
        return beginning(figure, goal) + goal.text() + " | " + measured + " | " + (met ? "yes" : "**no**") + " |";
    }
}
