package io.jenkins.plugins.intune.values;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets few people at a time do what costs much. Thread-safe; a thread waits for its place, because those that serve pages can
 * do nothing else.
 */
public final class Admission {

    /** How many of one person may have a place or wait for one, so that nobody keeps all others out. */
    private static final int MAX_OF_PERSON = 2;

    private final int waiting;
    private final Duration patience;
    private final Semaphore places;
    private final Map<String, Integer> byPerson = new HashMap<>();

    /** A place, which must be given back. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param places for how many at once
     * @param waiting how many may wait at once: threads that serve pages are few, and whoever has hung up waits on
     * @param patience how long one waits
     */
    public Admission(int places, int waiting, Duration patience) {
        this.places = new Semaphore(places, true);
        this.waiting = waiting;
        this.patience = patience;
    }

    /** How long one waits for a place. */
    public Duration patience() {
        return patience;
    }

    /**
     * Waits for a place.
     *
     * @param person who wants one
     * @return empty if that takes too long
     */
    public Optional<Place> enter(String person) {
        if (!count(person)) {
            return Optional.empty();
        }
        if (!awaitPlace()) {
            leave(person);
            return Optional.empty();
        }
        return Optional.of(() -> {
            places.release();
            leave(person);
        });
    }

    private boolean awaitPlace() {
        try {
            return places.getQueueLength() < waiting && places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean count(String person) {
        return byPerson.getOrDefault(person, 0) < MAX_OF_PERSON && byPerson.merge(person, 1, Integer::sum) > 0;
    }

    private synchronized void leave(String person) {
        byPerson.computeIfPresent(person, (name, count) -> count == 1 ? null : count - 1);
    }
}
