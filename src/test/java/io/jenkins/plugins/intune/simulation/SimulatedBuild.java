package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** A build, across all restarts of its controller: what was asked, what it did, what it said. */
final class SimulatedBuild {

    static final long NEVER = -1;

    /** Longest time that an end waits for the disk. */
    private static final long CLOSING = 35 * World.SECOND;

    final BuildSpec spec;
    final SavedState state = new SavedState();
    final List<Call> calls = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    /** What it said when it ended: once, if all is well. */
    final List<Said> said = new ArrayList<>();

    long begunAt = NEVER;
    long resumedAt = NEVER;
    long endedAt = NEVER;
    long abortedAt = NEVER;
    /** Its steps so far, in the order in which they began. */
    final List<SimulatedStep> steps = new ArrayList<>();
    /** How long its thread was busy when somebody wanted to know what goes on, in nanoseconds. */
    long slowPipeline;
    /** How long it was busy at most when somebody did, in nanoseconds. */
    long slowestPipeline;

    /** For how much longer the credentials provider took than it may. */
    long slowProvider;
    /** How long it did something else between its steps, in nanoseconds. */
    long breaks;
    /** Whether the controller died while it was running, so that nobody will hear of it again. */
    boolean gone;
    /** Whether its disk took all that it was given to keep when it ended. */
    boolean diskWasFine;
    /** Whether a controller died while it was running. */
    boolean crashed;
    /** Whether a save of its state never ended, so that its steps ended later than they wanted to. */
    boolean saveHung;

    private CoreUnderTest.Run run;
    private boolean endSaved;

    SimulatedBuild(BuildSpec spec) {
        this.spec = spec;
    }

    /** Whether it is still to end. */
    boolean isOpen() {
        return begunAt != NEVER && endedAt == NEVER && !gone;
    }

    boolean isResumed() {
        return resumedAt != begunAt;
    }

    /** Begins it, or resumes it after a restart. */
    void begin(Machine machine, CoreUnderTest core, Outside outside) {
        World world = outside.world();
        boolean first = begunAt == NEVER;
        if (first) {
            begunAt = world.now();
        }
        resumedAt = world.now();
        // Whatever it remembers of them it tells again.
        steps.forEach(SimulatedStep::forget);
        if (world.telling) {
            world.tell(toString(), (first ? "begins: " : "is resumed: ") + spec.describe());
        }
        machine.controller.reached(Moment.BUILD_BEGUN);
        CoreUnderTest.Run begun = core.begin(new BuildPort(machine, this, outside));
        if (!machine.lives()) {
            return;
        }
        run = begun;
        run.said().whenComplete((result, failure) -> {
            if (machine.lives()) {
                end(machine, result, failure);
            }
        });
        if (!first && world.dice.happens(Fault.ABORT_AFTER_RESTART, spec.number())) {
            long soon = world.dice.between("abort after restart", spec.number(), 0, World.SECOND);
            machine.after(soon, () -> abort(world));
        }
    }

    void abort(World world) {
        if (isOpen() && run != null) {
            if (world.telling) {
                world.tell(toString(), "is aborted");
            }
            if (abortedAt == NEVER) {
                abortedAt = world.now();
            }
            run.abort();
        }
    }

    private void end(Machine machine, Said result, Throwable failure) {
        World world = machine.world;
        if (failure != null || result == null) {
            world.findings.add(Finding.ESCAPED, this + " ended with " + failure);
        } else {
            said.add(result);
        }
        endedAt = world.now();
        diskWasFine = machine.controller.diskWasFine(endedAt - CLOSING) && !machine.diskHangs();
        run = null;
        endSaved = false;
        machine.after(3 * World.SECOND, () -> endSaved = true);
        if (world.telling) {
            world.tell(toString(), "ends: " + result);
        }
    }

    /** The controller has died. */
    void die(World world) {
        run = null;
        abortedAt = NEVER;
        if (isOpen()) {
            crashed = true;
            state.die(world.dice.choose("saves on disk", spec.number(), 3));
            gone = !spec.durable();
        } else if (endedAt != NEVER && !endSaved && spec.durable() && !said.isEmpty()) {
            state.die(world.dice.choose("saves on disk", spec.number(), 3));
            endSaved = !world.dice.happens(Fault.END_FORGOTTEN, spec.number());
            if (!endSaved) {
                // Whoever looks will not find it, and it is found out anew.
                said.remove(said.size() - 1);
                endedAt = NEVER;
                crashed = true;
            }
        }
    }

    void log(String line) {
        log.add(line);
    }

    /** Whether each of its steps says what became of it. */
    boolean tellsOfSteps() {
        return steps.stream().anyMatch(step -> step.said != null);
    }

    /** One of its steps. */
    SimulatedStep step(int branch, int number) {
        for (SimulatedStep step : steps) {
            if (step.branch == branch && step.number == number) {
                return step;
            }
        }
        SimulatedStep step = new SimulatedStep(this, branch, number);
        steps.add(step);
        return step;
    }

    /** How long it does something else after a step, in nanoseconds; others may use the device meanwhile. */
    long breakAfter(SimulatedStep step, World world) {
        int subject = step.subject();
        if (!world.dice.happens(Fault.BREAK, subject)) {
            return 0;
        }
        long time = world.dice.between("break", subject, 1, 3_600) * World.SECOND;
        breaks += time;
        return time;
    }

    /** The requests that were made for a device, in order. */
    List<Call> writes(SimulatedDevice device) {
        List<Call> writes = new ArrayList<>();
        for (Call call : calls) {
            // Of a device that does not exist each build has a picture of its own.
            if (call.write && call.device != null && call.device.id.equals(device.id)) {
                writes.add(call);
            }
        }
        return writes;
    }

    @Override
    public String toString() {
        return "build " + spec.number();
    }
}
