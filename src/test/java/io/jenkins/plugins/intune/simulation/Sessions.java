package io.jenkins.plugins.intune.simulation;

/** What comes of accepted requests: a link at the device, sooner or later, an error, or nothing. */
final class Sessions {

    /** The beginning of every link, by which it is found where it must not be. */
    static final String MARK = "https://get.teamviewer.test/";

    private final World world;
    private int links;

    Sessions(World world) {
        this.world = world;
    }

    /** Intune has accepted a request. */
    void open(Call call, SimulatedDevice device) {
        int subject = device.number;
        if (world.dice.happens(Fault.NO_LINK, subject)) {
            return;
        }
        long delay = world.dice.nanos(Delay.SESSION, subject);
        if (world.dice.happens(Fault.LATE_LINK, subject)) {
            delay += world.dice.between("late link", subject, 10, 900) * World.SECOND;
        }
        boolean fails = world.dice.happens(Fault.SESSION_ERROR, subject);
        world.after(delay, () -> show(device, call, fails));
    }

    /** Somebody else has opened a session there. */
    void openForOthers(SimulatedDevice device, boolean fails) {
        show(device, null, fails);
    }

    private void show(SimulatedDevice device, Call origin, boolean fails) {
        String whose = origin == null ? "somebody else" : origin.toString();
        if (fails) {
            device.error = "The session could not be opened (" + ++links + ").";
        } else {
            show(device, new SimulatedDevice.Link(MARK + "s" + ++links + "x", origin, world.now()));
        }
        if (world.telling) {
            world.tell(device.toString(), (fails ? "shows an error" : "shows link s" + links) + " of " + whose);
        }
    }

    private void show(SimulatedDevice device, SimulatedDevice.Link shown) {
        device.show(shown);
        if (world.dice.happens(Fault.SESSION_ENDS, device.number)) {
            long length = world.dice.between("session", device.number, 5, 1_800) * World.SECOND;
            world.after(length, () -> device.hide(shown));
        }
    }
}
