package io.jenkins.plugins.intune.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Whether Pipeline still waits for a step. */
class StepPlaceTest {

    @Test
    void aStepThatPipelineHasLeftIsForgotten() {
        StepPlace begun = new StepPlace(true);

        assertTrue(begun.waits(true));
        assertFalse(begun.waits(false));
    }

    /** A build would wait for ever for what is taken for forgotten. */
    @Test
    void aStepThatResumesWhereTheGraphDoesNotStandIsAwaited() {
        StepPlace resumed = new StepPlace(false);

        assertTrue(resumed.waits(false), "Jenkins died between saving the program and the graph");
        assertTrue(resumed.waits(false), "and nobody can tell later");
    }

    @Test
    void aStepThatPipelineLeavesAfterARestartIsForgotten() {
        StepPlace resumed = new StepPlace(false);

        assertTrue(resumed.waits(true));
        assertFalse(resumed.waits(false));
    }
}
