package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a failing world smaller: leaves out one thing after the other, builds and faults alike, as long as the same promise is
 * still broken.
 */
final class Shrinker {

    /** Most worlds that are tried. */
    private static final int MAX_RUNS = 3_000;

    private final long seed;
    private final Finding finding;
    private final CoreUnderTest.Maker maker;
    private Set<Long> leftOut = Set.of();
    private int runs;

    private Shrinker(long seed, Finding finding, CoreUnderTest.Maker maker) {
        this.seed = seed;
        this.finding = finding;
        this.maker = maker;
    }

    /** The smallest world that is found, with its story. */
    static Simulation.Outcome shrink(long seed, Finding finding, CoreUnderTest.Maker maker) {
        Shrinker shrinker = new Shrinker(seed, finding, maker);
        shrinker.shrink();
        return Simulation.run(seed, shrinker.leftOut, true, maker);
    }

    private void shrink() {
        List<Long> places = places(Simulation.run(seed, leftOut, false, maker));
        int size = Math.max(1, places.size() / 2);
        while (runs < MAX_RUNS) {
            boolean smaller = false;
            for (int from = 0; from < places.size() && runs < MAX_RUNS; ) {
                Set<Long> more = new HashSet<>(leftOut);
                more.addAll(places.subList(from, Math.min(places.size(), from + size)));
                Simulation.Outcome outcome = Simulation.run(seed, more, false, maker);
                runs++;
                if (outcome.has(finding)) {
                    leftOut = more;
                    places = places(outcome);
                    smaller = true;
                } else {
                    from += size;
                }
            }
            if (size == 1 && !smaller) {
                return;
            }
            size = Math.max(1, smaller ? Math.min(size, places.size() / 2) : size / 2);
        }
    }

    private static List<Long> places(Simulation.Outcome outcome) {
        List<Long> places = new ArrayList<>();
        for (Dice.Occurrence occurrence : outcome.occurred()) {
            places.add(occurrence.place());
        }
        return places;
    }
}
