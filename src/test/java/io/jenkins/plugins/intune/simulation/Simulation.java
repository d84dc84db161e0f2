package io.jenkins.plugins.intune.simulation;

import java.util.List;
import java.util.Set;

/** One world from its beginning to its end. */
final class Simulation {

    /** Longest time of a world, in nanoseconds. */
    static final long MAX_TIME = 24 * 3600 * World.SECOND;

    /** After all builds have ended, this long passes before nothing may be left of them: more than a window of the limit. */
    private static final long SETTLING = 45 * World.SECOND;

    /**
     * What came of it.
     *
     * @param seed which world it was
     * @param findings what was wrong
     * @param occurred what happened by the dice
     * @param story what happened at all, if it was to be told
     * @param events how many events there were
     * @param fingerprint differs where two runs of a seed differ
     */
    record Outcome(
            long seed,
            List<Findings.Found> findings,
            List<Dice.Occurrence> occurred,
            List<String> story,
            int events,
            int fingerprint,
            Statistics statistics) {

        boolean isGood() {
            return findings.isEmpty();
        }

        boolean has(Finding finding) {
            return findings.stream().anyMatch(found -> found.finding() == finding);
        }
    }

    /** How much happened. */
    record Statistics(int builds, int calls, int writes, int accepted, int restarts) {}

    private Simulation() {}

    static Outcome run(long seed, CoreUnderTest.Maker maker) {
        return run(seed, Set.of(), false, maker);
    }

    /**
     * @param leftOut places where the dice are to say no
     * @param telling whether the story is wanted
     */
    static Outcome run(long seed, Set<Long> leftOut, boolean telling, CoreUnderTest.Maker maker) {
        return SingleThread.run(() -> live(new World(seed, new Dice(seed, leftOut), telling), seed, maker));
    }

    private static Outcome live(World world, long seed, CoreUnderTest.Maker maker) {
        SingleThread.watch(world::blocked);
        Scenario scenario = Scenario.make(world, maker);
        Outside outside = scenario.outside();
        Invariants invariants = new Invariants(outside, scenario.controllers());
        runToTheEnd(scenario, world);
        if (isOver(outside.ledger())) {
            invariants.checkNothingIsLeft();
        }
        // Whoever said that nothing was sent must be right also later.
        while (goesOn(world)) {
            world.run(world.next());
        }
        invariants.check();
        return new Outcome(
                seed,
                world.findings.all(),
                world.dice.occurred(),
                world.story(),
                world.events(),
                world.fingerprint(),
                statistics(scenario));
    }

    /** Until all builds have ended, and some time has passed since. */
    private static void runToTheEnd(Scenario scenario, World world) {
        Ledger ledger = scenario.outside().ledger();
        long settled = 0;
        while (goesOn(world) && world.now() < MAX_TIME && (!isOver(ledger) || world.now() < settled)) {
            if (isOver(ledger)) {
                world.run(settled);
            } else {
                world.run(world.next());
            }
            settled = settled(scenario, world);
        }
    }

    /** When the end of the last build is long enough ago: whoever stood still gets the same time. */
    private static long settled(Scenario scenario, World world) {
        long end = 0;
        for (SimulatedBuild build : scenario.outside().ledger().builds) {
            end = Math.max(end, build.endedAt);
        }
        long still = 0;
        for (Controller controller : scenario.controllers()) {
            still = Math.max(still, controller.stillness.within(end, world.now()));
        }
        return end + SETTLING + still;
    }

    private static boolean goesOn(World world) {
        return world.next() >= 0 && world.next() < MAX_TIME && !world.findings.isHopeless();
    }

    private static boolean isOver(Ledger ledger) {
        for (SimulatedBuild build : ledger.builds) {
            if (build.begunAt == SimulatedBuild.NEVER || build.isOpen()) {
                return false;
            }
        }
        return true;
    }

    private static Statistics statistics(Scenario scenario) {
        int writes = 0;
        int accepted = 0;
        Ledger ledger = scenario.outside().ledger();
        for (Call call : ledger.calls) {
            writes += call.write ? 1 : 0;
            accepted += call.accepted ? 1 : 0;
        }
        int restarts = 0;
        for (Controller controller : scenario.controllers()) {
            restarts += controller.starts() - 1;
        }
        return new Statistics(ledger.builds.size(), ledger.calls.size(), writes, accepted, restarts);
    }
}
