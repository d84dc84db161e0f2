package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A build as the core sees it, in one controller's process. When that is dead, nothing that is asked of it has an effect. */
final class BuildPort {

    final Machine machine;
    final SimulatedBuild build;
    private final Outside outside;
    private final World world;

    BuildPort(Machine machine, SimulatedBuild build, Outside outside) {
        this.machine = machine;
        this.build = build;
        this.outside = outside;
        world = outside.world();
    }

    BuildSpec spec() {
        return build.spec;
    }

    /** Whether it was begun by a process that has died since. */
    boolean isResumed() {
        return build.isResumed();
    }

    /** A file of the build's own on the controller's disk. */
    Storage file(String name) {
        return machine.controller.disk.storage(fileOf(name));
    }

    /** What is in a file right now, whatever is wrong with the disk. */
    Storage written(String name) {
        String file = fileOf(name);
        SimulatedDisk copy = new SimulatedDisk(new Chance(0));
        machine.controller.disk.content(file).ifPresent(bytes -> copy.put(file, bytes));
        return copy.storage(file);
    }

    private String fileOf(String name) {
        return "build" + spec().number() + "/" + name;
    }

    /** What was saved last, as far as it is on disk; null before anything was. */
    Object saved() {
        return build.state.onDisk();
    }

    /** Writes a line to the build's log. */
    void log(String line) {
        if (machine.lives()) {
            build.log(line);
            if (world.telling) {
                world.tell(build.toString(), "logs: " + line);
            }
        }
    }

    /** A step of the build; a fleet has but one. */
    SimulatedStep step(int branch, int number) {
        return build.step(branch, number);
    }

    /** Looks the credential up for a step. */
    CompletableFuture<SimulatedAccess> access(SimulatedStep step) {
        CompletableFuture<SimulatedAccess> access = new CompletableFuture<>();
        int subject = machine.subject();
        SimulatedNetwork network =
                new SimulatedNetwork(machine, step, outside.tenant(), outside.intune(), outside.ledger());
        boolean slow = world.dice.happens(Fault.PROVIDER_SLOW, subject);
        long extra = slow ? world.dice.between("slow provider", subject, 1_000, 120_000) * 1_000_000 : 0;
        build.slowProvider += extra;
        machine.after(world.dice.nanos(Delay.CREDENTIAL, subject) + extra, () -> {
            if (machine.controller.provider.cover(world.now())) {
                access.completeExceptionally(new IOException("The credentials provider is down."));
            } else if (world.dice.happens(Fault.PROVIDER_REFUSES, subject)) {
                access.completeExceptionally(new IOException("The credential cannot be used."));
            } else {
                machine.controller.reached(Moment.CREDENTIAL_FOUND);
                access.complete(
                        new SimulatedAccess(spec().app(), outside.entra().tokens(machine, spec().app()), network));
            }
        });
        return access;
    }

    /** Runs a task on the Pipeline's own thread, which may be busy. */
    void onPipeline(Runnable task) {
        boolean slow = world.dice.happens(Fault.SLOW_MEMORY, machine.subject());
        long extra = slow ? world.dice.between("slow memory", machine.subject(), 1_000, 120_000) * 1_000_000 : 0;
        build.slowPipeline += extra;
        build.slowestPipeline = Math.max(build.slowestPipeline, extra);
        machine.after(world.dice.nanos(Delay.SAVE, machine.subject()) + extra, task);
    }

    /** Why what the build remembers cannot be read right now, if it cannot. */
    Optional<IOException> readFails() {
        boolean fails = world.dice.happens(Fault.READ_FAILS, machine.subject());
        return fails ? Optional.of(new IOException("Input/output error")) : Optional.empty();
    }

    /** Runs a task that finds the build and its log on the disk. */
    void findBuild(Runnable task) {
        machine.after(world.dice.nanos(Delay.DISK, machine.subject()) + machine.controller.diskDelay(), task);
    }

    /** Finds out whether the build still waits for its step, as it does, on a thread that may be busy. */
    CompletableFuture<Void> awaited() {
        CompletableFuture<Void> awaited = new CompletableFuture<>();
        onPipeline(() -> awaited.complete(null));
        return awaited;
    }

    /** A step goes on after a restart. Tells whether it cannot. */
    boolean loses(SimulatedStep step) {
        return world.dice.happens(Fault.STEP_LOST, step.subject());
    }

    /** A step has begun or gone on, and something around it may stop it. */
    void surround(SimulatedStep step, Runnable stop) {
        if (world.dice.happens(Fault.STEP_STOPPED, step.subject())) {
            long time = world.dice.between("stop", step.subject(), 1, 120_000) * 1_000_000;
            machine.after(time, () -> {
                if (step.isOpen()) {
                    tell(step + " is stopped");
                    stop.run();
                }
            });
        }
    }

    /** A step has ended, and the build goes on, at once or after it has done something else. */
    void goOn(SimulatedStep after, Runnable next) {
        long time = build.breakAfter(after, world);
        if (time > 0) {
            tell(after + " is followed by " + time / World.SECOND + " s of something else");
            useMeanwhile(after.entry().device(), time);
        }
        machine.after(time, next);
    }

    private void useMeanwhile(SimulatedDevice device, long time) {
        if (world.dice.happens(Fault.OTHERS_SESSION, device.number)) {
            long at = world.dice.between("others meanwhile", device.number, 0, time);
            world.after(at, () -> outside.intune().sessions.openForOthers(device, false));
        }
    }

    private void tell(String what) {
        if (world.telling) {
            world.tell(build.toString(), what);
        }
    }

    /** Saves the build's state in place of the one before, as a Pipeline's program is saved. */
    CompletableFuture<Void> save(Object value) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!machine.lives()) {
            return done;
        }
        int subject = machine.subject();
        machine.controller.reached(Moment.SAVE_BEGUN);
        long number = build.state.begin(value, world.now());
        if (world.dice.happens(Fault.SAVE_HANGS, subject)) {
            build.saveHung = true;
            return done;
        }
        boolean fails = world.dice.happens(Fault.SAVE_FAILS, subject) || machine.controller.fullDisk.cover(world.now());
        long delay = world.dice.nanos(Delay.SAVE, subject) + machine.controller.diskDelay();
        machine.after(build.state.inOrder(world.now(), delay), () -> {
            if (world.telling) {
                world.tell(build.toString(), (fails ? "could not save: " : "saved: ") + value);
            }
            if (fails) {
                build.state.end(number, world.now(), world.dice.choose("failed save on disk", subject, 4) == 0);
                done.completeExceptionally(new IOException("No space left on device"));
            } else {
                build.state.end(number, world.now(), true);
                machine.controller.reached(Moment.SAVED);
                done.complete(null);
            }
        });
        return done;
    }
}
