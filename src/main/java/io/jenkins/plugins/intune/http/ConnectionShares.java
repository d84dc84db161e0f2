package io.jenkins.plugins.intune.http;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Shares connections out between callers, so that one whose server does not answer leaves some for everybody else: a caller
 * has at most as many as are still free, and never more than its limit. Waiting callers get the next free connections in
 * turn, one each.
 *
 * <p>Thread-safe; never blocks.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Dynamic queue length thresholds, which share a buffer by this rule</a>
 */
final class ConnectionShares {

    private record Waiting(Object caller, BooleanSupplier start) {}

    private final int total;
    private final int maxOfCaller;
    private final Map<Object, Integer> held = new HashMap<>();
    private final Map<Object, Queue<BooleanSupplier>> waiting = new LinkedHashMap<>();
    /** Set while this thread is handing out connections. It also hands out those that it gets back meanwhile. */
    private final ThreadLocal<Boolean> givingOut = new ThreadLocal<>();

    private int inUse;

    /**
     * @param total how many there are
     * @param maxOfCaller the most for one caller
     */
    ConnectionShares(int total, int maxOfCaller) {
        this.total = total;
        this.maxOfCaller = maxOfCaller;
    }

    /**
     * Takes a connection, now or when the caller may have one.
     *
     * @param caller who it is, with value equality
     * @param start begins to use it, outside of all locks, until {@link #leave}; {@code false} if it is not wanted any more;
     *     never throws
     */
    void enter(Object caller, BooleanSupplier start) {
        synchronized (this) {
            waiting.computeIfAbsent(caller, first -> new ArrayDeque<>()).add(start);
        }
        giveOut();
    }

    /** A connection of this caller is free again. */
    void leave(Object caller) {
        giveBack(caller);
        giveOut();
    }

    private void giveOut() {
        if (givingOut.get() != null) {
            // A call that ends at once would otherwise begin the next one within itself, and that one the next.
            return;
        }
        givingOut.set(true);
        try {
            for (Waiting next = next(); next != null; next = next()) {
                if (!next.start.getAsBoolean()) {
                    giveBack(next.caller);
                }
            }
        } finally {
            givingOut.remove();
        }
    }

    private synchronized Waiting next() {
        int free = total - inUse;
        for (Map.Entry<Object, Queue<BooleanSupplier>> one : waiting.entrySet()) {
            Object caller = one.getKey();
            if (held.getOrDefault(caller, 0) < Math.min(maxOfCaller, free)) {
                Queue<BooleanSupplier> queue = waiting.remove(caller);
                Waiting next = new Waiting(caller, queue.remove());
                if (!queue.isEmpty()) {
                    // Behind the others, whose turn comes first.
                    waiting.put(caller, queue);
                }
                held.merge(caller, 1, Integer::sum);
                inUse++;
                return next;
            }
        }
        return null;
    }

    private synchronized void giveBack(Object caller) {
        held.computeIfPresent(caller, (same, n) -> n == 1 ? null : n - 1);
        inUse--;
    }
}
