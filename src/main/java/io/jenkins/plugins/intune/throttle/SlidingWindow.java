package io.jenkins.plugins.intune.throttle;

import java.util.Arrays;

/**
 * A multiset of moments, each of which counts until it is over: the requests that a limit still remembers. Moments are
 * nanoseconds on any one clock. Not thread-safe.
 */
final class SlidingWindow {

    private long[] ends = new long[16];
    private int from;
    private int to;

    /** Counts one more, until that moment. */
    void add(long end) {
        if (to == ends.length) {
            ends = Arrays.copyOfRange(ends, from, from + Math.max(16, 2 * size()));
            to -= from;
            from = 0;
        }
        int index = to++;
        // Moments come nearly in order.
        for (; index > from && ends[index - 1] > end; index--) {
            ends[index] = ends[index - 1];
        }
        ends[index] = end;
    }

    /** Counts one less of those that end at that moment, if there is one. */
    void remove(long end) {
        int index = Arrays.binarySearch(ends, from, to, end);
        if (index >= 0) {
            System.arraycopy(ends, index + 1, ends, index, --to - index);
        }
    }

    /** How many count now; whatever is over is forgotten. */
    int count(long now) {
        while (from < to && ends[from] <= now) {
            from++;
        }
        return size();
    }

    /**
     * When so many more of them are over.
     *
     * @param index 0 for the next that is, less than what {@link #count} says
     */
    long end(int index) {
        return ends[from + index];
    }

    private int size() {
        return to - from;
    }
}
