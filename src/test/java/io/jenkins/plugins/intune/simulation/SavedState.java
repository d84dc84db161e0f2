package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** A file that is replaced as a whole: old or new, never half. What is being saved when the process dies is either. */
final class SavedState {

    private record Pending(long number, long begunAt, Object value) {}

    /** A save that has ended while its process lived. Times are the world's. */
    private record Ended(long begunAt, long at, boolean written) {}

    private final List<Pending> pending = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();
    private Object onDisk;
    private long numbers;
    private long lastDone;
    private long slowest;

    Object onDisk() {
        return onDisk;
    }

    /** A save begins. */
    long begin(Object value, long now) {
        pending.add(new Pending(++numbers, now, value));
        return numbers;
    }

    /** How long a save takes: none is done before an earlier one. */
    long inOrder(long now, long delay) {
        lastDone = Math.max(lastDone, now + delay);
        slowest = Math.max(slowest, lastDone - now);
        return lastDone - now;
    }

    /** The longest that a save took, in nanoseconds. */
    long slowest() {
        return slowest;
    }

    /**
     * A save has ended.
     *
     * @param written whether it has reached the disk; so may one that has failed only after that
     */
    void end(long number, long now, boolean written) {
        for (Pending save : pending) {
            if (save.number == number) {
                onDisk = written ? save.value : onDisk;
                ended.add(new Ended(save.begunAt, now, written));
            }
        }
        pending.removeIf(save -> save.number == number || written && save.number < number);
    }

    /** Whether more than one save began at a time or later and ended before another, and none was written. */
    boolean failedAgain(long from, long until) {
        int failures = 0;
        for (Ended save : ended) {
            if (save.begunAt >= from && save.at < until) {
                if (save.written) {
                    return false;
                }
                failures++;
            }
        }
        return failures > 1;
    }

    boolean isPending() {
        return !pending.isEmpty();
    }

    /** The process has died. Of the saves under way so many have reached the disk. */
    void die(int written) {
        for (int i = 0; i < Math.min(written, pending.size()); i++) {
            onDisk = pending.get(i).value;
        }
        pending.clear();
        lastDone = 0;
    }
}
