package io.jenkins.plugins.intune.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Who has got the links of rows, and when first: some 20 bytes each, and 4 for each row. Not thread-safe. */
final class Openings {

    private static final int FIRST_CAPACITY = 16;

    private final Dictionary<String> people;
    /** By row: the number of its latest opening, plus 1; or 0 for none. */
    private int[] latest = {};
    /** By the opening's number, as what follows: the row's opening before, likewise. */
    private int[] before = new int[FIRST_CAPACITY];

    private int[] by = new int[FIRST_CAPACITY];
    private long[] at = new long[FIRST_CAPACITY];
    private int size;

    /** @param people the numbers of people */
    Openings(Dictionary<String> people) {
        this.people = people;
    }

    /** Makes room for so many rows. */
    void grow(int rows) {
        latest = Arrays.copyOf(latest, rows);
    }

    /** Notes who has got a link, once each. Returns false, and does nothing, if that is known. */
    boolean add(int row, AuditEntry.Opening opening) {
        int person = people.number(opening.by());
        for (int known = latest[row]; known > 0; known = before[known - 1]) {
            if (by[known - 1] == person) {
                return false;
            }
        }
        if (size == by.length) {
            before = Arrays.copyOf(before, 2 * size);
            by = Arrays.copyOf(by, 2 * size);
            at = Arrays.copyOf(at, 2 * size);
        }
        before[size] = latest[row];
        by[size] = person;
        at[size] = opening.at().toEpochMilli();
        latest[row] = ++size;
        return true;
    }

    /** Those of a row, in the order in which they were added. */
    List<AuditEntry.Opening> of(int row) {
        List<AuditEntry.Opening> told = new ArrayList<>();
        for (int known = latest[row]; known > 0; known = before[known - 1]) {
            told.add(new AuditEntry.Opening(people.value(by[known - 1]), Instant.ofEpochMilli(at[known - 1])));
        }
        Collections.reverse(told);
        return told;
    }
}
