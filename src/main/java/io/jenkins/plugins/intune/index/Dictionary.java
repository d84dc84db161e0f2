package io.jenkins.plugins.intune.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Values that many entries share, each kept once and known by its number. Not thread-safe.
 *
 * @param <T> has value equality
 */
final class Dictionary<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    /** The value's number, a new one if it is new. */
    int number(T value) {
        return numbers.computeIfAbsent(value, added -> {
            values.add(added);
            return values.size() - 1;
        });
    }

    /** The value's number, or -1 if there is no such value. */
    int known(T value) {
        return numbers.getOrDefault(value, -1);
    }

    T value(int number) {
        return values.get(number);
    }

    /** The numbers of the values that match. */
    BitSet matching(Predicate<T> condition) {
        BitSet found = new BitSet(values.size());
        for (int number = 0; number < values.size(); number++) {
            if (condition.test(values.get(number))) {
                found.set(number);
            }
        }
        return found;
    }
}
