package io.jenkins.plugins.intune.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The simplest core that keeps all promises: it asks each device once, tries nothing again and waits for no session. With a
 * {@link Cheat} it breaks one of them, which the simulation has to find.
 */
final class PlainCore implements CoreUnderTest {

    /** How long a write counts after its end: a window of the limit, and a bit for the way. */
    private static final Duration COUNTS = Duration.ofMillis(20_600);

    final Machine machine;
    final Outside outside;
    final Cheat cheat;

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private int counted;
    private long heldUntil;
    private boolean looking;

    private PlainCore(Machine machine, Outside outside, Cheat cheat) {
        this.machine = machine;
        this.outside = outside;
        this.cheat = cheat;
    }

    static Maker maker(Cheat cheat) {
        return (machine, outside) -> new PlainCore(machine, outside, cheat);
    }

    @Override
    public Run begin(BuildPort port) {
        return new PlainRun(this, port).begin();
    }

    @Override
    public List<String> leftovers() {
        return counted > 0 ? List.of(counted + " permits") : List.of();
    }

    @Override
    public boolean isPatient() {
        return cheat == Cheat.IS_NOT_AS_PATIENT_AS_IT_SAYS;
    }

    /** Runs a task when the limit has room for a write. */
    void permit(Runnable task) {
        if (!isHeld() && (counted < outside.limits().writes() || cheat == Cheat.KNOWS_NO_LIMIT)) {
            counted++;
            task.run();
        } else {
            queue.add(task);
            lookAgain();
        }
    }

    /** Whoever queues for a permit does not want it any more. */
    void leave(Runnable task) {
        queue.remove(task);
    }

    private void lookAgain() {
        if (!looking) {
            looking = true;
            machine.schedule(Duration.ofSeconds(1), () -> {
                looking = false;
                permitNext();
            });
        }
    }

    /** A write has ended, or will not be made. */
    void written(boolean made) {
        if (made) {
            machine.schedule(COUNTS, this::release);
        } else {
            release();
        }
    }

    /** Graph has asked to wait, which holds all. */
    void hold(Duration time) {
        heldUntil = Math.max(heldUntil, machine.world.now() + time.toNanos());
    }

    /** Whether all have to wait, as far as this core cares. */
    boolean isHeld() {
        return heldFor() > 0 && cheat != Cheat.DOES_NOT_WAIT && cheat != Cheat.TRIES_AGAIN_AT_ONCE;
    }

    private long heldFor() {
        return heldUntil - machine.world.now();
    }

    private void release() {
        counted--;
        permitNext();
    }

    private void permitNext() {
        List<Runnable> all = List.copyOf(queue);
        queue.clear();
        all.forEach(this::permit);
    }
}
