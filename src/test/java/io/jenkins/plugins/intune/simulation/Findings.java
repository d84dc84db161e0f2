package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** Where the world and what was promised differ. */
final class Findings {

    /** Most that are kept: nobody reads more. */
    private static final int MAX = 20;

    /** One difference. */
    record Found(Finding finding, String message) {

        @Override
        public String toString() {
            return finding + ": " + finding.promise() + "\n    But " + message;
        }
    }

    private final List<Found> all = new ArrayList<>();

    /** @param message completes a sentence that begins with "But" */
    void add(Finding finding, String message) {
        if (all.size() < MAX) {
            all.add(new Found(finding, message));
        }
    }

    /** Whether it makes no sense to go on. */
    boolean isHopeless() {
        return all.size() == MAX || has(Finding.ENDLESS);
    }

    boolean has(Finding finding) {
        for (Found found : all) {
            if (found.finding() == finding) {
                return true;
            }
        }
        return false;
    }

    List<Found> all() {
        return all;
    }
}
