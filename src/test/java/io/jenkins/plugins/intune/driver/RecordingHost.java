package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A build whose log, saves and claims can be looked at, and refused or held back. */
public final class RecordingHost implements RequestHost {

    public final List<String> log = new CopyOnWriteArrayList<>();
    final List<RequestState> saved = new CopyOnWriteArrayList<>();
    final List<String> claimed = new CopyOnWriteArrayList<>();
    final List<RequestReport> ended = new CopyOnWriteArrayList<>();
    volatile CompletableFuture<Void> nextSave = CompletableFuture.completedFuture(null);
    volatile CompletableFuture<Claim> nextClaim = CompletableFuture.completedFuture(Claim.GRANTED);

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        saved.add(state);
        return nextSave;
    }

    @Override
    public CompletableFuture<Claim> claim(String deviceId) {
        claimed.add(deviceId);
        return nextClaim;
    }

    @Override
    public void ended(RequestReport report) {
        ended.add(report);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }
}
