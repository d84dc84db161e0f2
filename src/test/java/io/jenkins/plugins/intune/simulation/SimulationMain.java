package io.jenkins.plugins.intune.simulation;

import java.util.Map;
import java.util.Set;

/** The entry point of {@code bin/simulate}: {@code FIRST-SEED COUNT THREADS}, or {@code story SEED}. */
public final class SimulationMain {

    private SimulationMain() {}

    /** @param args see above */
    public static void main(String[] args) throws InterruptedException {
        CoreUnderTest.Maker maker = PluginCore.maker();
        if (args[0].equals("story")) {
            System.out.print(Story.of(Simulation.run(Long.parseLong(args[1]), Set.of(), true, maker)));
            return;
        }
        Campaign campaign = new Campaign(
                Long.parseLong(args[0]),
                Long.parseLong(args[1]),
                Integer.parseInt(args[2]),
                maker,
                System.out::println);
        Map<Finding, Long> broken = campaign.run();
        System.out.println(campaign.summary() + ".");
        broken.forEach((finding, seed) -> {
            System.out.println("\n" + finding + " was broken first in the world of seed " + seed
                    + ". With all left out that it does not need:");
            System.out.println(Story.of(Shrinker.shrink(seed, finding, maker)));
        });
        System.exit(broken.isEmpty() ? 0 : 1);
    }
}
