package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.BuildMemory;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.simulation.Said.OfEntry;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A build whose steps ask one device each: one after the other in a branch, and branches side by side. */
final class PluginRequest implements CoreUnderTest.Run {

    /**
     * What is saved of the build.
     *
     * @param ended what is left of the requests that have ended, by their keys
     * @param branches where each of them stands
     */
    private record Program(Map<String, RequestReport> ended, List<PluginBranch.Position> branches) {}

    final PluginCore core;
    final BuildPort port;
    final BuildMemory memory = new BuildMemory();

    private final CompletableFuture<Said> said = new CompletableFuture<>();
    private final List<PluginBranch> branches = new ArrayList<>();
    private final Map<String, RequestReport> ended = new LinkedHashMap<>();
    /** What the last step of each branch has said, or null. */
    private final OfEntry[] last;

    private boolean aborted;

    PluginRequest(PluginCore core, BuildPort port) {
        this.core = core;
        this.port = port;
        for (int branch = 0; branch < port.spec().branches().size(); branch++) {
            branches.add(new PluginBranch(this, branch));
        }
        last = new OfEntry[branches.size()];
    }

    PluginRequest begin() {
        if (port.saved() instanceof Program program) {
            ended.putAll(program.ended);
            for (int branch = 0; branch < branches.size(); branch++) {
                branches.get(branch).restore(program.branches.get(branch));
            }
            branches.forEach(PluginBranch::resume);
        } else {
            branches.forEach(PluginBranch::begin);
        }
        return this;
    }

    Map<String, RequestReport> ended() {
        return ended;
    }

    /** Which devices the build has asked. */
    CompletableFuture<AskedDevices> asked() {
        return memory.devices(port.machine.disk(), this::underWay, this::read);
    }

    /** The Pipeline tells on its own thread. */
    private CompletableFuture<Map<String, RequestState>> underWay() {
        CompletableFuture<Map<String, RequestState>> others = new CompletableFuture<>();
        port.onPipeline(() -> {
            Map<String, RequestState> requests = new HashMap<>();
            branches.forEach(branch -> requests.putAll(branch.underWay()));
            others.complete(requests);
        });
        return others;
    }

    private AskedDevices read(Map<String, RequestState> goingOn) {
        port.readFails().ifPresent(failure -> {
            throw new UncheckedIOException(failure);
        });
        AskedDevices devices = new AskedDevices();
        ended.forEach(devices::restore);
        goingOn.forEach((key, last) -> devices.resume(key, RequestReport.brokenOff(last)));
        return devices;
    }

    boolean isAborted() {
        return aborted;
    }

    /** A step has ended, which the build remembers. */
    void record(String key, RequestReport report) {
        ended.put(key, report);
        save();
    }

    /** All branches as they stand now are saved together, and whoever comes meanwhile shares the next save. */
    CompletableFuture<Void> save() {
        return core.saves.save(
                this,
                () -> port.save(new Program(
                        new LinkedHashMap<>(ended),
                        branches.stream().map(PluginBranch::position).toList())));
    }

    /** A branch has come to its end. */
    void over(int branch, OfEntry with) {
        last[branch] = with;
        List<OfEntry> all = new ArrayList<>();
        for (OfEntry one : last) {
            if (one == null) {
                return;
            }
            all.add(one);
        }
        said.complete(new Said(with.end().name(), "", all, null, null));
    }

    @Override
    public CompletableFuture<Said> said() {
        return said;
    }

    @Override
    public void abort() {
        aborted = true;
        branches.forEach(PluginBranch::abort);
    }
}
