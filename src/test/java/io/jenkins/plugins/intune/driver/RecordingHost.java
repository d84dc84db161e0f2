package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A build whose log, saves and claims can be looked at, and refused or held back. */
public class RecordingHost implements RequestHost {

    public final List<String> log = new CopyOnWriteArrayList<>();
    public final List<RequestState> saved = new CopyOnWriteArrayList<>();
    final List<String> claimed = new CopyOnWriteArrayList<>();
    final List<RequestReport> ended = new CopyOnWriteArrayList<>();
    volatile CompletableFuture<Void> nextSave = CompletableFuture.completedFuture(null);
    volatile CompletableFuture<Claim> nextClaim = CompletableFuture.completedFuture(Claim.GRANTED);
    /** The attempts that were reported before they left, each with the one before it and where it goes. */
    final List<String> leaving = new CopyOnWriteArrayList<>();

    /** The latest attempt of a request, each time that it began to wait; {@code null} for none. */
    final List<String> gaveWay = Collections.synchronizedList(new ArrayList<>());

    volatile CompletableFuture<Void> nextAwaited = CompletableFuture.completedFuture(null);
    volatile CompletableFuture<Void> nextNote = CompletableFuture.completedFuture(null);
    volatile CompletableFuture<Void> nextEnd = CompletableFuture.completedFuture(null);

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        saved.add(state);
        return nextSave;
    }

    @Override
    public CompletableFuture<Void> awaited() {
        return nextAwaited;
    }

    @Override
    public CompletableFuture<Claim> claim(String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        claimed.add(deviceId);
        return nextClaim;
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        leaving.add(state.sent().clientRequestId() + " of " + state.sent().logId() + " to "
                + (tenant == null ? null : tenant.id() + " at " + tenant.cloud()));
        return nextNote;
    }

    @Override
    public void givesWay(RequestState state) {
        gaveWay.add(state.sent().clientRequestId());
    }

    @Override
    public CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
        ended.add(report);
        return nextEnd;
    }

    @Override
    public void log(String line) {
        log.add(line);
    }
}
