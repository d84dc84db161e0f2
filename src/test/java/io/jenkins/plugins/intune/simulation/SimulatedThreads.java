package io.jenkins.plugins.intune.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A few threads of a machine. A task takes no time, but its turn comes only after some. */
final class SimulatedThreads implements Executor {

    private final Machine machine;
    private final Delay delay;
    private final int subject;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int idle;
    private long longest;
    private boolean hangs;

    SimulatedThreads(Machine machine, int threads, Delay delay, int subject) {
        this.machine = machine;
        this.delay = delay;
        this.subject = subject;
        idle = threads;
    }

    @Override
    public void execute(Runnable task) {
        if (task == null) {
            throw new NullPointerException("no task");
        }
        waiting.add(task);
        if (idle > 0) {
            idle--;
            runNext();
        }
    }

    private void runNext() {
        long wait = machine.world.dice.nanos(delay, subject);
        Runnable task = waiting.remove();
        if (delay == Delay.DISK) {
            wait += machine.controller.diskDelay();
            if (machine.world.dice.happens(Fault.SAVE_HANGS, subject)) {
                hangs = true;
                return;
            }
        }
        longest = Math.max(longest, wait);
        machine.after(wait, () -> {
            try {
                task.run();
            } finally {
                if (waiting.isEmpty()) {
                    idle++;
                } else {
                    runNext();
                }
            }
        });
    }

    /** Whether a thread is lost, with the task that it had. */
    boolean hangs() {
        return hangs;
    }

    /** The longest that a task had to wait for its thread to wake, in nanoseconds. */
    long longest() {
        return longest;
    }
}
