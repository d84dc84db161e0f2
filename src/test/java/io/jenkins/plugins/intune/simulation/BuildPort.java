package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A build as the core sees it, in one controller's process. When that is dead, nothing that is asked of it has an effect. */
final class BuildPort {

    final Machine machine;
    final SimulatedBuild build;
    private final Outside outside;
    private final World world;
    private final SimulatedNetwork network;

    BuildPort(Machine machine, SimulatedBuild build, Outside outside) {
        this.machine = machine;
        this.build = build;
        this.outside = outside;
        world = outside.world();
        network = new SimulatedNetwork(machine, build, outside.tenant(), outside.intune(), outside.ledger());
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

    /** Looks the credential up. */
    CompletableFuture<SimulatedAccess> access() {
        CompletableFuture<SimulatedAccess> access = new CompletableFuture<>();
        int subject = machine.subject();
        machine.after(world.dice.nanos(Delay.CREDENTIAL, subject), () -> {
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

    /** Saves the build's state in place of the one before, as a Pipeline's program is saved. */
    CompletableFuture<Void> save(Object value) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!machine.lives()) {
            return done;
        }
        int subject = machine.subject();
        machine.controller.reached(Moment.SAVE_BEGUN);
        long number = build.state.begin(value);
        if (world.dice.happens(Fault.SAVE_HANGS, subject)) {
            return done;
        }
        boolean fails = world.dice.happens(Fault.SAVE_FAILS, subject) || machine.controller.fullDisk.cover(world.now());
        long delay = world.dice.nanos(Delay.SAVE, subject) + machine.controller.diskDelay();
        machine.after(build.state.inOrder(world.now(), delay), () -> {
            if (world.telling) {
                world.tell(build.toString(), (fails ? "could not save: " : "saved: ") + value);
            }
            if (fails) {
                build.state.failed(number, world.dice.choose("failed save on disk", subject, 4) == 0);
                done.completeExceptionally(new IOException("No space left on device"));
            } else {
                build.state.done(number);
                machine.controller.reached(Moment.SAVED);
                done.complete(null);
            }
        });
        return done;
    }
}
