package io.jenkins.plugins.intune.bench;

import java.util.List;

/** Something to measure: a section of the report. */
interface Figure {

    /** Its name on the command line and in the report's markers. */
    String name();

    /** What it is held against, in the order of the page. */
    default List<Goal> goals() {
        return List.of();
    }

    /**
     * Measures and writes.
     *
     * @param goals takes what came out for each goal
     * @return the section, in Markdown, beginning with its heading
     */
    String measure(Goals goals) throws Exception;

    /** Whether it is measured when no figure is named: not what needs a Jenkins if there is none. */
    default boolean always() {
        return true;
    }
}
