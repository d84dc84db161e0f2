package io.jenkins.plugins.intune.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What is in one file, as its process sees it, and what of that is on the disk. */
final class SimulatedFile {

    private static final byte[] NOTHING = {};

    /** Largest stretch of bytes that gets to the disk as a whole, or not. Small, because so are the files. */
    private static final int MAX_SECTOR = 64;

    /** What the process sees: the first {@link #size} of these. */
    private byte[] bytes;

    private int size;

    /** How many of them are on the disk. */
    private int forced;

    /** What follows those on the disk, because a truncation has not been forced. */
    private byte[] cutOff = NOTHING;

    /** The bytes that a failed force has left in doubt for good. */
    private int doubtStart;

    private int doubtEnd;

    /** Whether those were all written again, so that the next force brings them to the disk. */
    private boolean doubtWritten;

    /** A file that is on the disk. */
    SimulatedFile(byte[] content) {
        bytes = content.clone();
        size = content.length;
        forced = size;
    }

    int size() {
        return size;
    }

    byte[] content() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Takes the first of some bytes.
     *
     * @throws AssertionError if others are there already: no operation here replaces what may be on the disk
     */
    void write(ByteBuffer source, int count, int position) {
        if (position > size) {
            throw new AssertionError("Writes at " + position + ", and the file ends at " + size);
        }
        int end = position + count;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end));
        }
        for (int i = position; i < end; i++) {
            byte next = source.get();
            if (i < size && bytes[i] != next) {
                throw new AssertionError("Overwrites the byte at " + i);
            }
            bytes[i] = next;
        }
        size = Math.max(size, end);
        if (position <= doubtStart && end >= doubtEnd) {
            doubtWritten = true;
        }
    }

    void truncate(int newSize) {
        if (newSize < forced) {
            byte[] cut = Arrays.copyOfRange(bytes, newSize, forced + cutOff.length);
            System.arraycopy(cutOff, 0, cut, forced - newSize, cutOff.length);
            cutOff = cut;
            forced = newSize;
        }
        size = Math.min(size, newSize);
        doubtEnd = Math.min(doubtEnd, newSize);
    }

    void force() {
        forced = size;
        cutOff = NOTHING;
        if (doubtWritten) {
            doubtEnd = doubtStart;
        }
    }

    /** A force fails: the system takes what is not on the disk for written, and it may not be. */
    void failToForce() {
        if (forced < size) {
            doubtStart = doubtStart < doubtEnd ? Math.min(doubtStart, forced) : forced;
            doubtEnd = size;
        }
        doubtWritten = false;
    }

    /** What a power loss leaves of it. */
    SimulatedFile afterPowerLoss(RandomGenerator random) {
        if (cutOff.length > 0 && random.nextBoolean()) {
            byte[] asBefore = Arrays.copyOf(bytes, forced + cutOff.length);
            System.arraycopy(cutOff, 0, asBefore, forced, cutOff.length);
            return new SimulatedFile(asBefore);
        }
        int kept = forced + part(size - forced, random);
        byte[] left = Arrays.copyOf(bytes, kept);
        if (kept - forced < cutOff.length && random.nextBoolean()) {
            left = Arrays.copyOf(bytes, forced + cutOff.length);
            System.arraycopy(cutOff, kept - forced, left, kept, forced + cutOff.length - kept);
        }
        spoil(left, forced, left.length, random);
        spoil(left, doubtStart, Math.min(doubtEnd, left.length), random);
        return new SimulatedFile(left);
    }

    /** None, all, or any part. */
    static int part(int all, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> all;
            default -> random.nextInt(all + 1);
        };
    }

    /** Some sectors got to the disk, and some did not. */
    private static void spoil(byte[] bytes, int start, int end, RandomGenerator random) {
        int spoiledOfFour = random.nextInt(5);
        if (spoiledOfFour == 0) {
            return;
        }
        int stop;
        for (int i = start; i < end; i = stop) {
            stop = Math.min(end, i + 1 + random.nextInt(MAX_SECTOR));
            if (random.nextInt(4) < spoiledOfFour) {
                if (random.nextBoolean()) {
                    Arrays.fill(bytes, i, stop, (byte) 0);
                } else {
                    spoilWithGarbage(bytes, i, stop, random);
                }
            }
        }
    }

    /** Line feeds among it, which make it look like lines. */
    private static void spoilWithGarbage(byte[] bytes, int start, int end, RandomGenerator random) {
        for (int i = start; i < end; i++) {
            bytes[i] = random.nextInt(16) == 0 ? (byte) '\n' : (byte) random.nextInt();
        }
    }
}
