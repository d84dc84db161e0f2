package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** Whether what one controller sends in the name of an app keeps under the limits. */
final class LimitChecks {

    /**
     * A call counts when it reaches Graph, but as made this long after it left at the latest: nobody can keep a limit against
     * a network that holds calls back and then delivers them in a heap.
     */
    private static final long TRANSIT = World.SECOND / 2;

    private final Outside outside;
    private final List<Controller> controllers;

    LimitChecks(Outside outside, List<Controller> controllers) {
        this.outside = outside;
        this.controllers = controllers;
    }

    void check() {
        for (Controller controller : controllers) {
            for (SimulatedApp app : outside.tenant().apps) {
                for (int incarnation = 1; incarnation <= controller.starts(); incarnation++) {
                    check(
                            Finding.TOO_MANY_WRITES,
                            controller,
                            incarnation,
                            app,
                            true,
                            outside.limits().writes());
                    check(
                            Finding.TOO_MANY_READS,
                            controller,
                            incarnation,
                            app,
                            false,
                            outside.limits().reads());
                }
            }
        }
    }

    private void check(
            Finding finding, Controller controller, int incarnation, SimulatedApp app, boolean writes, int limit) {
        List<Long> counted = new ArrayList<>();
        for (Call call : outside.ledger().calls) {
            if (call.write == writes
                    && call.arrived()
                    // Graph says that it has not counted what it throttles; where it does, the throttle learns of it.
                    && call.word != Call.Word.NOT_PROCESSED
                    && call.build.spec.app() == app
                    && call.machine.controller == controller
                    && call.machine.incarnation == incarnation) {
                counted.add(Math.min(call.arrivedAt, call.leftAt + TRANSIT));
            }
        }
        if (counted.size() <= limit) {
            return;
        }
        counted.sort(null);
        for (int i = limit; i < counted.size(); i++) {
            if (counted.get(i) - counted.get(i - limit) < SlidingLimit.WINDOW) {
                outside.world()
                        .findings
                        .add(
                                finding,
                                controller.name + " sends more than " + limit + " for " + app
                                        + " within 20 s, the last after " + counted.get(i) / World.SECOND + " s");
                return;
            }
        }
    }
}
