package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.RequestState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A build whose log and saves can be looked at, and whose saves can be refused or held back. */
public final class RecordingHost implements RequestHost {

    public final List<String> log = new CopyOnWriteArrayList<>();
    final List<RequestState> saved = new CopyOnWriteArrayList<>();
    volatile CompletableFuture<Void> nextSave = CompletableFuture.completedFuture(null);

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        saved.add(state);
        return nextSave;
    }

    @Override
    public void log(String line) {
        log.add(line);
    }
}
