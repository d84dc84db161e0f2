package io.jenkins.plugins.intune.simulation;

import java.time.Duration;
import java.util.List;

/** What happens around the builds, at any time: crashes, outages, clocks, other people. */
final class Troubles {

    private static final long SECOND = World.SECOND;
    private static final long MILLI = 1_000_000;
    /** Time within which most of it happens, in seconds. */
    private static final int BUSY = 200;

    private final World world;
    private final Dice dice;
    private final Outside outside;
    private final List<Controller> controllers;

    Troubles(World world, Outside outside, List<Controller> controllers) {
        this.world = world;
        dice = world.dice;
        this.outside = outside;
        this.controllers = controllers;
    }

    void make() {
        for (Controller controller : controllers) {
            make(controller);
        }
        for (int i = 0; i < 2; i++) {
            outage(Fault.ENTRA_DOWN, i, outside.entra().outages);
            outage(Fault.INTUNE_DOWN, i, outside.intune().outages);
        }
        for (SimulatedApp app : outside.tenant().apps) {
            if (dice.happens(Fault.SCRIPT, app.number)) {
                script(app);
            }
        }
        for (SimulatedDevice device : outside.tenant().devices) {
            others(device);
        }
    }

    private void make(Controller controller) {
        int subject = controller.number;
        for (int i = 0; i < 3; i++) {
            if (dice.happens(Fault.CRASH, subject)) {
                controller.plan(death(subject));
            }
            if (dice.happens(Fault.CLOCK_JUMP, subject)) {
                Duration by = Duration.ofMillis(dice.between("jump", subject, 1, 7_200_000));
                Duration signed = dice.choose("back", subject, 2) == 0 ? by : by.negated();
                world.after(moment("jump at", subject), () -> controller.jump(signed));
            }
            if (dice.happens(Fault.PAUSE, subject)) {
                long length = dice.between("pause", subject, 1, 40_000) * MILLI;
                world.after(moment("pause at", subject), () -> controller.pause(length));
            }
            outage(Fault.PROVIDER_DOWN, subject, controller.provider);
            outage(Fault.SLOW_DISK, subject, controller.slowDisk);
            outage(Fault.FULL_DISK, subject, controller.fullDisk);
        }
    }

    private Controller.Death death(int subject) {
        Moment moment = dice.oneOf("death after", subject, Moment.values());
        int most = moment == Moment.EVENT ? 300 : moment == Moment.DISK ? 20 : 4;
        long delay =
                dice.choose("death at once", subject, 2) == 0 ? 0 : dice.between("death", subject, 1, 20_000) * MILLI;
        long downtime = dice.between("downtime", subject, 1, 900) * SECOND;
        return new Controller.Death(
                moment,
                1 + dice.choose("death count", subject, most),
                delay,
                downtime,
                moment == Moment.DISK || dice.choose("power", subject, 2) == 0);
    }

    private long moment(String purpose, int subject) {
        return dice.between(purpose, subject, 1, BUSY * 1_000) * MILLI;
    }

    private void outage(Fault fault, int subject, Outages outages) {
        if (dice.happens(fault, subject)) {
            outages.add(moment("outage", subject), dice.between("length", subject, 1, 60) * SECOND);
        }
    }

    /** Uses half of the limit, in bursts. */
    private void script(SimulatedApp app) {
        int burst = Math.max(1, outside.limits().writes() / 2);
        long first = moment("script", app.number);
        for (int round = 0; round < 6; round++) {
            world.after(first + round * SlidingLimit.WINDOW, () -> {
                for (int i = 0; i < burst; i++) {
                    app.writes.count(world.now(), app.writes.hasRoom(world.now()));
                }
            });
        }
    }

    private void others(SimulatedDevice device) {
        for (int i = 0; i < 2; i++) {
            if (dice.happens(Fault.OTHERS_SESSION, device.number)) {
                // Also before anything else.
                long at = dice.choose("session before", device.number, 3) == 0 ? 0 : moment("others", device.number);
                world.after(at, () -> outside.intune().sessions.openForOthers(device, false));
            }
        }
        if (dice.happens(Fault.OTHERS_ERROR, device.number)) {
            long at = moment("others' error", device.number);
            world.after(at, () -> outside.intune().sessions.openForOthers(device, true));
        }
    }
}
