package io.jenkins.plugins.intune.record;

import io.jenkins.plugins.intune.request.Waiting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A build's requests for one device each that are under way in this run of Jenkins. Thread-safe. */
final class RunningRequests {

    private final Map<String, Supplier<Optional<Waiting>>> requests = new LinkedHashMap<>();

    /** A request begins, or resumes after a restart. */
    synchronized void begin(String key, Supplier<Optional<Waiting>> waiting) {
        requests.put(key, waiting);
    }

    /** A request has ended, if it was under way. */
    synchronized void end(String key) {
        requests.remove(key);
    }

    synchronized int count() {
        return requests.size();
    }

    /** What the first of them wait for. */
    List<WaitingRequest> first(int most) {
        return snapshot()
                .limit(most)
                .flatMap(request -> request.get().stream())
                .map(WaitingRequest::new)
                .toList();
    }

    private synchronized Stream<Supplier<Optional<Waiting>>> snapshot() {
        return List.copyOf(requests.values()).stream();
    }
}
