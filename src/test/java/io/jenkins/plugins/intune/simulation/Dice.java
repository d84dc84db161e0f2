package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides by the seed what happens. Every question has its own place: the third time that an answer to build 2 could get
 * lost. The decision depends on seed and place only, so that a fault can be left out and all others stay where they were;
 * that is what makes shrinking work.
 *
 * <p>A seed has its own character, too: most kinds of faults do not exist in its world, and others come in heaps, because
 * faults that depend on each other are found sooner where no others get in their way ("swarm testing").
 *
 * @see <a href="https://doi.org/10.1145/2338965.2336763">Groce and others: Swarm testing</a>
 */
final class Dice {

    private static final Fault[] FAULTS = Fault.values();
    private static final Delay[] DELAYS = Delay.values();
    private static final double QUIET_WORLDS = 0.04;
    /** Kinds of faults that no world has, by their names and with commas between them; for whoever looks for others. */
    private static final List<String> WITHOUT =
            List.of(System.getProperty("intune.simulation.without", "").split(","));

    /** A place where something happened. */
    record Occurrence(Fault fault, int subject, int count) {

        long place() {
            return Dice.place(fault, subject, count);
        }

        @Override
        public String toString() {
            return fault + " " + subject + "." + count;
        }
    }

    private final long seed;
    private final Set<Long> leftOut;
    private final double[] probabilities = new double[FAULTS.length];
    private final double[] slowness = new double[DELAYS.length];
    private final Map<Long, int[]> counts = new HashMap<>();
    private final List<Occurrence> occurred = new ArrayList<>();

    /** @param leftOut places where nothing is to happen */
    Dice(long seed, Set<Long> leftOut) {
        this.seed = Chance.mix(seed);
        this.leftOut = leftOut;
        Chance character = new Chance(this.seed);
        boolean quiet = character.nextDouble() < QUIET_WORLDS;
        double share = character.nextDouble();
        for (Fault fault : FAULTS) {
            double exists = character.nextDouble();
            double strength = strength(character.nextDouble());
            if (!fault.isOptional()) {
                probabilities[fault.ordinal()] = 1;
            } else if (!quiet
                    && exists < (fault.isFrequent() ? share : share * share)
                    && !WITHOUT.contains(fault.name())) {
                probabilities[fault.ordinal()] = Math.min(0.95, fault.probability() * strength);
            }
        }
        for (int i = 0; i < slowness.length; i++) {
            double slow = character.nextDouble();
            slowness[i] = slow < 0.7 ? 1 : slow < 0.9 ? 4 : 20;
        }
    }

    private static double strength(double fraction) {
        return fraction < 0.3 ? 0.5 : fraction < 0.7 ? 1 : fraction < 0.9 ? 3 : 10;
    }

    private static long place(Fault fault, int subject, int count) {
        return ((long) fault.ordinal() << 56) | ((long) (subject & 0xFFFFFF) << 32) | count;
    }

    /** Whether something happens here and now. */
    boolean happens(Fault fault, int subject) {
        double probability = probabilities[fault.ordinal()];
        if (probability == 0) {
            return false;
        }
        int count = next(place(fault, subject, 0));
        long place = place(fault, subject, count);
        if (probability < 1 && Chance.fraction(Chance.mix(seed, place)) >= probability) {
            return false;
        }
        if (!leftOut.isEmpty() && leftOut.contains(place)) {
            return false;
        }
        occurred.add(new Occurrence(fault, subject, count));
        return true;
    }

    /** One of several possibilities, counted from 0: always the same for the same purpose, subject and number of times. */
    int choose(String purpose, int subject, int bound) {
        long kind = purpose.hashCode() * 31L + subject | 1L << 63;
        int count = next(kind);
        return (int) Long.remainderUnsigned(Chance.mix(seed ^ kind, count), bound);
    }

    /** One of several values. */
    @SafeVarargs
    final <T> T oneOf(String purpose, int subject, T... values) {
        return values[choose(purpose, subject, values.length)];
    }

    /** A number between two, both included; small ones are as likely as large ones by their order of magnitude. */
    long between(String purpose, int subject, long least, long most) {
        double fraction = choose(purpose, subject, 1 << 30) / (double) (1 << 30);
        return Math.min(most, (long) (Math.exp(Math.log(most + 1.0 - least) * fraction) - 1) + least);
    }

    /** How long something takes this time, in nanoseconds. */
    long nanos(Delay delay, int subject) {
        long kind = (long) delay.ordinal() << 48 | (subject & 0xFFFFFFFFL) | 3L << 62;
        int count = next(kind);
        double fraction = Chance.fraction(Chance.mix(seed ^ kind, count));
        return delay.nanos(fraction, slowness[delay.ordinal()]);
    }

    private int next(long kind) {
        return counts.computeIfAbsent(kind, key -> new int[1])[0]++;
    }

    /** What has happened so far. */
    List<Occurrence> occurred() {
        return occurred;
    }
}
