package io.jenkins.plugins.intune.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The plugin's core keeps its promises in some thousands of worlds. {@code bin/simulate} visits as many as one likes. */
class SimulationTest {

    /** About a minute on two processors. */
    private static final long WORLDS = Long.getLong("intune.worlds", 8_000);

    @Test
    void keepsItsPromisesInEveryWorld() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        Campaign campaign = new Campaign(0, WORLDS, processors, PluginCore.maker(), System.out::println);
        Map<Finding, Long> broken = campaign.run();
        System.out.println(campaign.summary());
        StringBuilder stories = new StringBuilder();
        broken.forEach((finding, seed) -> stories.append(Story.of(Shrinker.shrink(seed, finding, PluginCore.maker()))));
        assertTrue(broken.isEmpty(), stories.toString());
    }

    @Test
    void aSeedDecidesEverything() {
        for (long seed = 0; seed < 300; seed++) {
            Simulation.Outcome once = Simulation.run(seed, PluginCore.maker());
            Simulation.Outcome again = Simulation.run(seed, Set.of(), true, PluginCore.maker());
            assertEquals(once.fingerprint(), again.fingerprint(), "seed " + seed);
            assertEquals(once.occurred(), again.occurred(), "seed " + seed);
        }
    }
}
