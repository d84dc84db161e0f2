package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** Makes a world's story from its dice: who builds what and when, and what happens around. */
final class Scenario {

    private static final long SECOND = World.SECOND;
    /** Time in which all builds begin, in seconds. */
    private static final int OPENING = 90;
    /** Most steps of a branch, one after the other. */
    private static final int MAX_STEPS = 3;
    /** Most branches of a build, side by side. */
    private static final int MAX_BRANCHES = 3;
    /** Time in which the branches of a build begin, in milliseconds. */
    private static final int OPENING_OF_BRANCHES = 30_000;

    private final World world;
    private final Dice dice;
    private final List<Controller> controllers = new ArrayList<>();
    private final Tenant tenant = new Tenant();
    private final Outside outside;
    /** Whether there are builds that leave devices alone which others have asked. */
    private final boolean logged;
    /** Whether many entries name few devices. */
    private boolean crowded;

    private Scenario(World world, CoreUnderTest.Maker maker) {
        this.world = world;
        dice = world.dice;
        boolean tight = dice.choose("tight limit", 0, 2) == 0 && !Boolean.getBoolean("loose");
        int writes = tight ? 2 + dice.choose("writes", 0, 6) : 200;
        int reads = tight ? writes * 10 : 2_000;
        boolean strict = dice.happens(Fault.STRICT_LIMIT, 0);
        boolean shared = dice.happens(Fault.SHARED_LIMIT, 0);
        int apps = dice.happens(Fault.OTHER_APP, 0) ? 2 : 1;
        SimulatedEntra entra = new SimulatedEntra(world);
        for (int app = 1; app <= apps; app++) {
            tenant.apps.add(app(app, writes, reads, strict));
        }
        SimulatedIntune intune = new SimulatedIntune(
                world,
                tenant,
                entra,
                new SlidingLimit(shared ? writes : 2 * writes, strict),
                new SlidingLimit(2 * reads, strict));
        logged = dice.happens(Fault.ASSISTANCE_LOG, 0);
        outside = new Outside(world, tenant, entra, intune, new Ledger(), new Outside.Limits(writes, reads), logged);
        int count = dice.happens(Fault.OTHER_CONTROLLER, 0) ? 2 + dice.choose("controllers", 0, 2) : 1;
        for (int number = 0; number < count; number++) {
            controllers.add(new Controller(number, world, maker));
        }
    }

    /** Sets everything up, so that the world has only to run. */
    static Scenario make(World world, CoreUnderTest.Maker maker) {
        Scenario scenario = new Scenario(world, maker);
        scenario.devices();
        scenario.controllers.forEach(controller -> controller.boot(scenario.outside));
        scenario.builds();
        new Troubles(world, scenario.outside, scenario.controllers).make();
        return scenario;
    }

    Outside outside() {
        return outside;
    }

    List<Controller> controllers() {
        return controllers;
    }

    private SimulatedApp app(int number, int writes, int reads, boolean strict) {
        SimulatedApp app = new SimulatedApp(number, new SlidingLimit(writes, strict), new SlidingLimit(reads, strict));
        app.refused = dice.happens(Fault.ENTRA_REFUSES, number);
        if (dice.happens(Fault.NO_CONSENT, number)) {
            app.consentAt = Long.MAX_VALUE;
        } else if (dice.happens(Fault.LATE_CONSENT, number)) {
            app.consentAt = dice.between("consent", number, 1, OPENING) * SECOND;
        }
        if (dice.happens(Fault.SHORT_TOKENS, number)) {
            app.tokenLifetime = dice.between("token lifetime", number, 20, 400) * SECOND;
        }
        return app;
    }

    private void devices() {
        crowded = dice.choose("crowded", 0, 5) == 0;
        int count = dice.choose("many devices", 0, 25) == 0
                ? 7 + dice.choose("devices", 0, 30)
                : 1 + dice.choose("devices", 1, crowded ? 2 : 6);
        for (int number = 1; number <= count; number++) {
            // Some share their name or their user with another one; and the numbers are the ends of each other.
            boolean twin = number > 1 && dice.choose("twin", number, 6) == 0;
            String name = twin ? tenant.devices.get(number - 2).name : "O'Brien " + number;
            String user = twin ? tenant.devices.get(number - 2).user : number + "anna@contoso.test";
            boolean supported = dice.choose("supported", number, 15) > 0;
            tenant.devices.add(new SimulatedDevice(number, name, "S/N" + number, user, supported));
        }
    }

    private void builds() {
        int count = 1 + dice.choose("builds", 0, 4);
        for (int number = 1; number <= count; number++) {
            BuildSpec spec = build(number);
            if (dice.happens(Fault.BUILD, number)) {
                SimulatedBuild build = new SimulatedBuild(spec);
                outside.ledger().builds.add(build);
                world.after(spec.startAt(), () -> spec.controller().begin(build));
                if (dice.happens(Fault.ABORT, number)) {
                    long at = dice.between("abort", number, 1, 120_000) * 1_000_000;
                    world.after(spec.startAt() + at, () -> build.abort(world));
                }
            }
        }
    }

    private BuildSpec build(int number) {
        boolean fleet = dice.choose("fleet", number, 2) == 0;
        List<Entry> entries = fleet ? entriesOfFleet(number) : entriesOfBranches(number);
        List<BuildSpec.Branch> branches = new ArrayList<>();
        for (int branch = 0; branch < (fleet ? 1 : entries.size()); branch++) {
            branches.add(branch(number << 4 | branch, fleet));
        }
        return new BuildSpec(
                number,
                controllers.get(dice.choose("controller", number, controllers.size())),
                tenant.apps.get(dice.choose("app", number, tenant.apps.size())),
                fleet,
                dice.choose("durable", number, 5) > 0,
                entries,
                branches,
                dice.choose("resend", number, 3) == 0,
                dice.oneOf("fail when", number, "any", "all", "50%"),
                !fleet && dice.choose("ask again", number, 8) == 0,
                logged && dice.choose("not again", number, 2) == 0
                        ? dice.between("not again within", number, 1, 120)
                        : 0,
                dice.choose("dry run", number, 10) == 0,
                dice.choose("start", number, 2) == 0 ? 0 : dice.between("start", number, 0, OPENING) * SECOND);
    }

    private List<Entry> entriesOfFleet(int number) {
        List<Entry> entries = new ArrayList<>();
        int most = tenant.devices.size() + (crowded ? 5 : 2);
        int size = 1 + dice.choose("size of the fleet", number, most);
        for (int i = 0; i < size; i++) {
            Entry entry = entry(number << 8 | i, i);
            if (i == 0 || dice.happens(Fault.ENTRY, number << 8 | i)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Mostly all branches name one device, and each in its own way. */
    private List<Entry> entriesOfBranches(int number) {
        List<Entry> entries = new ArrayList<>();
        int device = dice.choose("device", number, tenant.devices.size());
        do {
            entries.add(entry(number << 8 | entries.size(), device));
        } while (entries.size() < MAX_BRANCHES && dice.happens(Fault.ANOTHER_BRANCH, number << 4 | entries.size()));
        return entries;
    }

    private BuildSpec.Branch branch(int subject, boolean fleet) {
        boolean waits = dice.choose("waits", subject, 2) == 0;
        boolean shortTime = dice.choose("short time", subject, 4) == 0;
        boolean first = (subject & 0xF) == 0 || dice.choose("at once", subject, 2) == 0;
        return new BuildSpec.Branch(
                shortTime ? dice.between("timeout", subject, 1, 30) : dice.between("timeout", subject, 30, 600),
                waits ? dice.between("session timeout", subject, 5, 600) : 0,
                fleet ? 1 : steps(subject),
                first ? 0 : dice.between("later", subject, 1, OPENING_OF_BRANCHES) * 1_000_000);
    }

    private int steps(int subject) {
        int steps = 1;
        while (steps < MAX_STEPS && dice.happens(Fault.ANOTHER_STEP, subject << 4 | steps)) {
            steps++;
        }
        return steps;
    }

    private Entry entry(int subject, int index) {
        int devices = tenant.devices.size();
        // Mostly one after the other; some stand there twice, and some do not exist.
        int which = index >= devices || dice.choose("again", subject, 8) == 0
                ? dice.choose("which", subject, devices)
                : index;
        SimulatedDevice device = dice.choose("unknown device", subject, 30) == 0
                ? new SimulatedDevice(900 + (subject & 0xFF), "nobody", "no-such-serial", "nobody@contoso.test", true)
                : tenant.devices.get(which);
        boolean plain = dice.choose("plain", subject, crowded ? 6 : 3) > (crowded ? 4 : 0);
        return new Entry(plain ? Entry.Naming.ID : dice.oneOf("naming", subject, Entry.Naming.values()), device);
    }
}
