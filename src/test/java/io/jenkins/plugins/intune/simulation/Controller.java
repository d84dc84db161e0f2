package io.jenkins.plugins.intune.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A Jenkins controller, which can die and be started again: its disk, its builds, its clock. */
final class Controller {

    /**
     * A death to come.
     *
     * @param moment what it follows
     * @param count how often that has to happen first
     * @param delay how long it then takes, in nanoseconds; 0 for at once, in the middle of the event
     * @param downtime how long the controller stays down, in nanoseconds
     * @param power whether the machine dies with it, so that what was not forced to the disk is lost
     */
    record Death(Moment moment, int count, long delay, long downtime, boolean power) {}

    final int number;
    final String name;
    final List<SimulatedBuild> builds = new ArrayList<>();
    /** When the credentials provider is down. */
    final Outages provider = new Outages();

    final Outages fullDisk = new Outages();
    final Outages slowDisk = new Outages();
    final SimulatedDisk disk;
    /** When nothing happened in the process, or there was none. */
    final Outages stillness = new Outages();

    private final World world;
    private final CoreUnderTest.Maker maker;
    private final Queue<Death> deaths = new ArrayDeque<>();
    private final List<SimulatedBuild> waiting = new ArrayList<>();
    private final List<Long> bootedAt = new ArrayList<>();
    private final List<Long> diedAt = new ArrayList<>();
    private Outside outside;
    private Duration clockError = Duration.ZERO;
    private boolean clockJumped;
    private Machine machine;
    private CoreUnderTest core;
    private int passed;
    private boolean dying;
    private boolean readsFailed;
    private boolean paused;
    private boolean diskHung;
    private long diskFailedAt = Long.MIN_VALUE;

    Controller(int number, World world, CoreUnderTest.Maker maker) {
        this.number = number;
        this.world = world;
        this.maker = maker;
        name = "controller " + (char) ('A' + number);
        disk = new SimulatedDisk(new Chance(world.dice.choose("disk", number, Integer.MAX_VALUE)));
        disk.setFaults(this::onDisk);
    }

    void boot(Outside all) {
        outside = all;
        machine = new Machine(world, this, bootedAt.size() + 1);
        bootedAt.add(world.now());
        core = maker.make(machine, outside);
        tell("starts");
        for (SimulatedBuild build : builds) {
            if (build.isOpen()) {
                machine.after(world.dice.nanos(Delay.SAVE, number), () -> build.begin(machine, core, outside));
            }
        }
        List<SimulatedBuild> late = List.copyOf(waiting);
        waiting.clear();
        for (SimulatedBuild build : late) {
            machine.after(world.dice.nanos(Delay.SAVE, number), () -> begin(build));
        }
    }

    /** Begins a build, at the latest when the controller runs again. */
    void begin(SimulatedBuild build) {
        if (lives()) {
            builds.add(build);
            build.begin(machine, core, outside);
        } else {
            waiting.add(build);
        }
    }

    void plan(Death death) {
        deaths.add(death);
    }

    boolean lives() {
        return machine != null && machine.lives();
    }

    /** Something has happened that a death may follow. */
    void reached(Moment moment) {
        Death next = deaths.peek();
        if (next == null || dying || !lives() || next.moment != moment || ++passed < next.count) {
            return;
        }
        passed = 0;
        deaths.remove();
        if (next.delay == 0) {
            die(next);
        } else {
            dying = true;
            machine.after(next.delay, () -> die(next));
        }
    }

    /** What becomes of an operation on the disk. */
    private SimulatedDisk.Fault onDisk(SimulatedDisk.Operation operation) {
        Death next = deaths.peek();
        if (next != null && next.moment == Moment.DISK && !dying && lives() && ++passed >= next.count) {
            passed = 0;
            deaths.remove();
            die(next);
            return SimulatedDisk.Fault.POWER_LOSS;
        }
        boolean writes = operation == SimulatedDisk.Operation.WRITE || operation == SimulatedDisk.Operation.REPLACE;
        boolean reads = operation == SimulatedDisk.Operation.READ || operation == SimulatedDisk.Operation.OPEN;
        boolean fails = writes && fullDisk.cover(world.now())
                || world.dice.happens(reads ? Fault.READ_FAILS : Fault.SAVE_FAILS, number);
        readsFailed |= fails && reads;
        diskFailedAt = fails ? world.now() : diskFailedAt;
        if (fails && world.telling) {
            tell("has a disk that fails to " + operation);
        }
        return fails ? SimulatedDisk.Fault.FAIL : SimulatedDisk.Fault.NONE;
    }

    private void die(Death death) {
        dying = false;
        tell((death.power ? "loses its power" : "dies") + ", and stays down for " + death.downtime / World.SECOND
                + " s");
        diskHung |= machine.diskHangs();
        machine.die();
        diedAt.add(world.now());
        if (death.power && death.moment != Moment.DISK) {
            disk.losePower();
        } else if (!death.power) {
            disk.kill();
        }
        for (SimulatedBuild build : builds) {
            build.die(world);
        }
        stillness.add(world.now(), death.downtime);
        world.after(death.downtime, () -> boot(outside));
    }

    /** Everything in the process stands still for some time. */
    void pause(long nanos) {
        if (lives()) {
            tell("stands still for " + nanos / World.SECOND + " s");
            machine.pause(nanos);
            paused = true;
            stillness.add(world.now(), nanos);
        }
    }

    Instant timeOfDay() {
        return world.trueTime().plus(clockError);
    }

    void jump(Duration by) {
        clockError = clockError.plus(by);
        clockJumped = true;
        tell("sets its clock by " + by);
    }

    /** Whether its time of day was ever set, so that times on its disk may mean nothing. */
    boolean clockJumped() {
        return clockJumped;
    }

    /** How much longer than usual a task takes on the disk now, in nanoseconds. */
    long diskDelay() {
        return slowDisk.cover(world.now()) ? world.dice.between("slow disk", number, 1, 15_000) * 1_000_000 : 0;
    }

    /** Whether its disk was neither full nor slow since then, nothing failed there, and the process did not stand still. */
    boolean diskWasFine(long from) {
        long now = world.now();
        return diskFailedAt < from
                && fullDisk.within(from, now) + slowDisk.within(from, now) + stillness.within(from, now) == 0;
    }

    /** Whether something failed there since then. */
    boolean diskFailedSince(long from) {
        return diskFailedAt >= from;
    }

    /** Whether all that was ever given to its disk is there, and was at once. */
    boolean diskNeverFailed() {
        return diskFailedAt == Long.MIN_VALUE && !diskHung() && slowDisk.isEmpty() && !paused;
    }

    /** Whether its disk has failed to give something back. */
    boolean readsFailed() {
        return readsFailed;
    }

    /** Whether its disk did not answer at some time. */
    boolean diskHung() {
        return diskHung || machine.diskHangs();
    }

    /** How much of a time something stood still, was slow or down. */
    long slack(long from, long until) {
        return stillness.within(from, until)
                + slowDisk.within(from, until)
                + fullDisk.within(from, until)
                + provider.within(from, until);
    }

    /** How often it was started within a time. */
    int starts(long from, long until) {
        int count = 0;
        for (long at : bootedAt) {
            count += at > from && at <= until ? 1 : 0;
        }
        return count;
    }

    /** When a process died; never, if it has not. */
    long diedAt(Machine process) {
        return process.incarnation <= diedAt.size() ? diedAt.get(process.incarnation - 1) : Long.MAX_VALUE;
    }

    /** The process that runs, or ran last. */
    Machine machine() {
        return machine;
    }

    CoreUnderTest core() {
        return core;
    }

    int starts() {
        return bootedAt.size();
    }

    /** Tells of something that it does. */
    void tell(String what) {
        if (world.telling) {
            world.tell(name, what);
        }
    }
}
