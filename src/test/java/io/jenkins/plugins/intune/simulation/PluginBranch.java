package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.simulation.Said.End;
import io.jenkins.plugins.intune.simulation.Said.OfEntry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A branch of a build, or all of one: its steps one after the other. */
final class PluginBranch {

    /**
     * Where it stands.
     *
     * @param number of the step, from 0 on; as many as there are if all have ended
     * @param state the request's, as it is on disk; null if the step has not begun
     * @param said what the step before has told the Pipeline; null for none
     */
    record Position(int number, String state, OfEntry said) {}

    private final PluginRequest build;
    private final BuildPort port;
    private final int index;
    private final BuildSpec.Branch spec;

    private int number;
    private RequestState state;
    /** Null while none runs. */
    private PluginStep step;

    private OfEntry said;
    private boolean over;

    PluginBranch(PluginRequest build, int index) {
        this.build = build;
        this.index = index;
        port = build.port;
        spec = port.spec().branch(index);
    }

    Position position() {
        return new Position(number, state == null ? null : Json.write(state.toMap()), said);
    }

    private String key(int step) {
        return index + "/" + step;
    }

    /** The saved state of the step's request if that came near to being sent, by its key. */
    Map<String, RequestState> underWay() {
        return state == null || state.sent().clientRequestId() == null ? Map.of() : Map.of(key(number), state);
    }

    void begin() {
        port.machine.after(spec.delay(), this::start);
    }

    void restore(Position saved) {
        for (int before = 0; before < saved.number; before++) {
            RequestReport report = build.ended().get(key(before));
            if (report != null) {
                port.step(index, before).restore(Targets.said(index, report));
            }
        }
        number = saved.number;
        said = saved.said;
        state = saved.state == null
                ? null
                : RequestState.of(Json.object(saved.state).orElseThrow());
    }

    void resume() {
        if (number == spec.steps()) {
            over();
        } else if (state == null) {
            start();
        } else {
            run(true);
        }
    }

    private void start() {
        if (!over) {
            state = RequestState.startingAt(port.machine.now());
            build.save();
            run(false);
        }
    }

    private void run(boolean resumed) {
        step = new PluginStep(this, build, port.step(index, number), key(number), state, resumed);
        step.begin();
    }

    CompletableFuture<Void> save(RequestState next) {
        state = next;
        return build.save();
    }

    void abort() {
        if (step != null) {
            step.stop();
        } else if (!over) {
            said = said == null ? new OfEntry(index, End.NOT_ASKED, "", null) : said;
            over();
        }
    }

    /** A step has told how it ended. Only what it tells first counts. */
    void ended(PluginStep teller, OfEntry with) {
        if (step != teller) {
            return;
        }
        SimulatedStep last = teller.step;
        step = null;
        last.end(port.machine.world.now(), with);
        said = with;
        number++;
        state = null;
        if (number == spec.steps() || build.isAborted()) {
            over();
        } else {
            port.goOn(last, this::start);
        }
    }

    private void over() {
        over = true;
        build.over(index, said);
    }
}
