package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpSender;

/** What a step of a build has of the network, in place of the plugin's HTTP client. */
final class SimulatedNetwork implements HttpSender {

    private final Machine machine;
    private final SimulatedStep step;
    private final Tenant tenant;
    private final SimulatedIntune intune;
    private final Ledger ledger;

    SimulatedNetwork(Machine machine, SimulatedStep step, Tenant tenant, SimulatedIntune intune, Ledger ledger) {
        this.machine = machine;
        this.step = step;
        this.tenant = tenant;
        this.intune = intune;
        this.ledger = ledger;
    }

    @Override
    public HttpExchange send(HttpCall http) {
        Target target = Target.of(http, tenant);
        String authorization = http.headers().getOrDefault("Authorization", "");
        String token = authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : "";
        boolean write = http.method().equals("POST");
        Call call = ledger.call(machine, step, write, device(target, http), token, machine.world.now());
        call.clientRequestId = http.headers().get("client-request-id");
        SimulatedExchange exchange = new SimulatedExchange(machine, call, http, target, intune);
        if (machine.lives()) {
            ledger.underWay(exchange);
            exchange.begin();
        }
        return exchange;
    }

    /** The device that a call is about, also one that does not exist. */
    private SimulatedDevice device(Target target, HttpCall http) {
        if (target.device() == null) {
            String path = http.uri().getPath();
            for (Entry entry : step.build.spec.entries()) {
                if (path.contains(entry.device().id)
                        || path.contains('/' + entry.device().runState() + '/')) {
                    return entry.device();
                }
            }
        }
        return target.device();
    }
}
