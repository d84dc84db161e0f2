package io.jenkins.plugins.intune.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation finds what it promises to find, and nothing where nothing is wrong. */
class InvariantsTest {

    private static final int SEEDS = 3_000;

    @Test
    void aCoreThatKeepsAllPromisesIsNotAccused() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertEquals(
                    List.of(), Simulation.run(seed, PlainCore.maker(Cheat.NONE)).findings(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aCheatIsFound(Cheat cheat) {
        long seed = 0;
        while (seed < SEEDS && !Simulation.run(seed, PlainCore.maker(cheat)).has(cheat.finding())) {
            seed++;
        }
        assertTrue(seed < SEEDS, cheat + " is not found in " + SEEDS + " worlds");
    }

    @Test
    void everyPromiseIsBrokenByACheat() {
        Set<Finding> broken = EnumSet.noneOf(Finding.class);
        for (Cheat cheat : Cheat.values()) {
            if (cheat.finding() != null) {
                broken.add(cheat.finding());
            }
        }
        assertEquals(EnumSet.allOf(Finding.class), broken);
    }
}
