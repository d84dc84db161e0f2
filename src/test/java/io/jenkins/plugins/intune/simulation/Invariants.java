package io.jenkins.plugins.intune.simulation;

import java.util.List;

/** Compares what really happened with what was promised and with what the builds said. */
final class Invariants {

    private final Outside outside;
    private final List<Controller> controllers;
    private final Findings findings;

    Invariants(Outside outside, List<Controller> controllers) {
        this.outside = outside;
        this.controllers = controllers;
        findings = outside.world().findings;
    }

    /** All builds have ended some time ago: nothing of them may be left in the processes that still run. */
    void checkNothingIsLeft() {
        for (Controller controller : controllers) {
            if (!controller.lives()) {
                continue;
            }
            List<Event> timers = outside.world().timers(controller.machine());
            if (timers.size() > controller.core().sharedTimers()) {
                long next = (timers.get(0).time - outside.world().now()) / World.SECOND;
                found(
                        Finding.LEFT_BEHIND,
                        controller.name + " still has " + timers.size() + " timers, one of them in " + next + " s");
            }
            for (SimulatedExchange open : outside.ledger().underWay(controller.machine())) {
                found(Finding.LEFT_BEHIND, open.call() + " is still under way on " + controller.name);
            }
            for (String leftover : controller.core().leftovers()) {
                found(Finding.LEFT_BEHIND, controller.name + " still holds " + leftover);
            }
        }
    }

    /** The world has come to rest. */
    void check() {
        DeviceChecks devices = new DeviceChecks(outside);
        LinkChecks links = new LinkChecks(findings);
        RecentChecks recent = new RecentChecks(outside);
        WaitChecks waits = new WaitChecks(findings);
        PatienceChecks patience = new PatienceChecks(outside);
        patience.checkHeld();
        for (SimulatedBuild build : outside.ledger().builds) {
            patience.check(build);
            devices.check(build);
            links.check(build);
            waits.check(build);
            recent.check(build);
            new BuildChecks(build, outside).check();
        }
        new LogChecks(outside, controllers).check();
        new LimitChecks(outside, controllers).check();
    }

    private void found(Finding finding, String message) {
        findings.add(finding, message);
    }
}
