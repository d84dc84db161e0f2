package io.jenkins.plugins.intune.index;

import java.util.Arrays;
import java.util.UUID;

/**
 * Rows, numbered from 0 on in the order in which they were added, and which of them bears an id: some 24 bytes each. Not
 * thread-safe.
 */
final class RowsById {

    private static final int FIRST_CAPACITY = 64;

    private long[] high = new long[FIRST_CAPACITY];
    private long[] low = new long[FIRST_CAPACITY];
    /** By open addressing: the row's number plus 1, or 0 for a free place. At most half full. */
    private int[] places = new int[2 * FIRST_CAPACITY];

    private int size;

    int size() {
        return size;
    }

    /** The row with that id, or -1. */
    int find(UUID id) {
        return places[place(id.getMostSignificantBits(), id.getLeastSignificantBits())] - 1;
    }

    UUID id(int row) {
        return new UUID(high[row], low[row]);
    }

    /** Adds a row whose id no other one has. Returns its number. */
    int add(UUID id) {
        if (size == high.length) {
            grow();
        }
        high[size] = id.getMostSignificantBits();
        low[size] = id.getLeastSignificantBits();
        places[place(high[size], low[size])] = size + 1;
        return size++;
    }

    private int place(long ofHigh, long ofLow) {
        int mask = places.length - 1;
        int place = Long.hashCode(ofHigh * 31 + ofLow) & mask;
        while (places[place] != 0 && (high[places[place] - 1] != ofHigh || low[places[place] - 1] != ofLow)) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        int capacity = 2 * size;
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        places = new int[2 * capacity];
        for (int row = 0; row < size; row++) {
            places[place(high[row], low[row])] = row + 1;
        }
    }
}
