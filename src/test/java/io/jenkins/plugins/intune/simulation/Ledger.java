package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** The truth: every call to Graph, whoever made it, and every build. */
final class Ledger {

    final List<Call> calls = new ArrayList<>();
    final List<SimulatedBuild> builds = new ArrayList<>();

    private final List<SimulatedExchange> exchanges = new ArrayList<>();

    Call call(
            Machine machine, SimulatedStep step, boolean write, SimulatedDevice device, String token, long createdAt) {
        Call call = new Call(calls.size() + 1, machine, step, write, device, token, createdAt);
        calls.add(call);
        step.build.calls.add(call);
        return call;
    }

    void underWay(SimulatedExchange exchange) {
        exchanges.add(exchange);
    }

    /** What is still on its way in a machine. */
    List<SimulatedExchange> underWay(Machine machine) {
        List<SimulatedExchange> open = new ArrayList<>();
        for (SimulatedExchange exchange : exchanges) {
            if (exchange.call().machine == machine && exchange.isUnderWay()) {
                open.add(exchange);
            }
        }
        return open;
    }
}
