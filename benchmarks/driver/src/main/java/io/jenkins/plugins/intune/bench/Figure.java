package io.jenkins.plugins.intune.bench;

/** Something to measure: a section of the report. */
interface Figure {

    /** Its name on the command line and in the report's markers. */
    String name();

    /**
     * Measures and writes.
     *
     * @param goals takes what was aimed at and what came out
     * @return the section, in Markdown, beginning with its heading
     */
    String measure(Goals goals) throws Exception;

    /** Whether it is measured when no figure is named: not what needs a Jenkins. */
    default boolean always() {
        return true;
    }
}
