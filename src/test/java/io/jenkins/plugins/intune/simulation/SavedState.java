package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** A file that is replaced as a whole: old or new, never half. What is being saved when the process dies is either. */
final class SavedState {

    private record Pending(long number, Object value) {}

    private final List<Pending> pending = new ArrayList<>();
    private Object onDisk;
    private long numbers;
    private long lastDone;
    private long slowest;

    Object onDisk() {
        return onDisk;
    }

    /** A save begins. */
    long begin(Object value) {
        pending.add(new Pending(++numbers, value));
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

    void done(long number) {
        for (Pending save : pending) {
            if (save.number == number) {
                onDisk = save.value;
            }
        }
        pending.removeIf(save -> save.number <= number);
    }

    /** @param onDiskAll whether the failure came only after all was written */
    void failed(long number, boolean onDiskAll) {
        if (onDiskAll) {
            done(number);
        } else {
            pending.removeIf(save -> save.number == number);
        }
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
