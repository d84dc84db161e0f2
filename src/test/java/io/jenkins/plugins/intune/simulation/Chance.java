package io.jenkins.plugins.intune.simulation;

import java.util.random.RandomGenerator;

/**
 * Random numbers that depend on a seed alone: SplitMix64, which takes a few instructions and has no bad seeds.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
 *     generators</a>
 */
final class Chance implements RandomGenerator {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number that depends on all bits of another one. */
    static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** One number out of two, in which order matters. */
    static long mix(long first, long second) {
        return mix(first * GOLDEN + mix(second + GOLDEN));
    }

    /** The number as a fraction: at least 0, less than 1. */
    static double fraction(long mixed) {
        return (mixed >>> 11) * 0x1.0p-53;
    }
}
