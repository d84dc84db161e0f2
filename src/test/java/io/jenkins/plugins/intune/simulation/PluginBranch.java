package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.simulation.Said.End;
import io.jenkins.plugins.intune.simulation.Said.OfEntry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A branch of a build, or all of one: its steps one after the other, each run as {@code AssistanceExecution} does it. */
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
    private SimulatedStep step;
    private boolean resumed;
    private boolean stopped;
    private Operation<RequestReport> operation;
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

    private String key() {
        return key(number);
    }

    private String key(int step) {
        return index + "/" + step;
    }

    void underWay(Map<String, RequestReport> requests) {
        if (state != null && state.attempts() > 0) {
            requests.put(key(), RequestReport.brokenOff(state));
        }
    }

    void begin() {
        port.machine.after(spec.delay(), this::start);
    }

    void restore(Position saved) {
        for (int before = 0; before < saved.number; before++) {
            RequestReport report = build.ended().get(key(before));
            if (report != null) {
                SimulatedStep ended = port.step(index, before);
                ended.begin(port.machine.world.now());
                ended.end(port.machine.world.now(), Targets.said(index, report));
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

    private void run(boolean goesOn) {
        resumed = goesOn;
        stopped = false;
        operation = null;
        step = port.step(index, number);
        SimulatedStep begun = step;
        begun.begin(port.machine.world.now());
        port.surround(begun, this::stop);
        port.findBuild(() -> port.findBuild(() -> prepare(begun)));
    }

    private void prepare(SimulatedStep begun) {
        if (step != begun || stopped) {
            return;
        }
        if (resumed && port.loses(begun)) {
            fail();
            return;
        }
        BuildSpec all = port.spec();
        RequestPlan plan = new RequestPlan(Targets.of(begun.entry()), Targets.options(all, index), false);
        AccessCache access =
                new AccessCache(() -> build.core.access(port, begun), build.core.platform.clocks(), resumed);
        PluginHost host = new PluginHost(build, begun, key(), this::save);
        operation = new RequestDriver(plan, state, resumed, host, access, build.core.platform, null);
        operation.start().thenAccept(report -> {
            build.record(key(), report);
            end(Targets.said(index, report));
        });
    }

    private CompletableFuture<Void> save(RequestState next) {
        state = next;
        return build.save();
    }

    void abort() {
        if (step != null && step.isOpen()) {
            stop();
        } else if (!over) {
            said = said == null ? new OfEntry(index, End.NOT_ASKED, "", null) : said;
            over();
        }
    }

    /** It may have been stopped before. */
    private void stop() {
        stopped = true;
        step.stopped = true;
        if (operation != null) {
            operation.abort();
        } else if (step.isOpen()) {
            fail();
        }
    }

    /** It has not come so far as to make a request, or to make one again. */
    private void fail() {
        OfEntry with = new OfEntry(index, resumed ? End.UNKNOWN : End.NOT_ASKED, "", null);
        if (resumed) {
            if (state.mayHaveReached()) {
                RequestReport report = RequestReport.brokenOff(state);
                with = Targets.said(index, report);
                build.record(key(), report);
            }
            build.memory.abandon(key());
        }
        end(with);
    }

    private void end(OfEntry with) {
        step.end(port.machine.world.now(), with);
        said = with;
        number++;
        state = null;
        if (number == spec.steps() || build.isAborted()) {
            over();
        } else {
            port.goOn(step, this::start);
        }
    }

    private void over() {
        over = true;
        build.over(index, said);
    }
}
