package io.jenkins.plugins.intune.entra;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * Requests that wait for the same few threads, in the order of their turns: first folders take turns, then what is in each of
 * them, down to the builds of a job. So a request waits for about one of each folder beside its own, however many one of these
 * has in line. Thread-safe; never blocks.
 */
final class Turns {

    /** What separates a folder from what is in it, and a job from its builds. */
    private static final Pattern SEPARATOR = Pattern.compile("[/#]");

    /** A request in line. */
    interface Waiting {

        /** Begins it, once: false if it has begun with somebody else's turn, or nobody needs it any more. */
        boolean begin();

        /** Carries out what has begun. */
        void run();
    }

    /** A folder, a job or a build with something in line. */
    private static final class Place {
        private final Queue<Waiting> own = new ArrayDeque<>();
        /** The one whose turn is next comes first. */
        private final Map<String, Place> inside = new LinkedHashMap<>();

        void add(Iterator<String> path, Waiting request) {
            if (path.hasNext()) {
                inside.computeIfAbsent(path.next(), first -> new Place()).add(path, request);
            } else {
                own.add(request);
            }
        }

        Waiting next() {
            if (!own.isEmpty()) {
                return own.remove();
            }
            String name = inside.keySet().iterator().next();
            Place place = inside.remove(name);
            Waiting request = place.next();
            if (!place.isEmpty()) {
                inside.put(name, place);
            }
            return request;
        }

        boolean isEmpty() {
            return own.isEmpty() && inside.isEmpty();
        }
    }

    private final Map<String, Place> lines = new HashMap<>();

    /**
     * Puts a request in line.
     *
     * @param line what it waits for
     * @param asker who needs it: a path such as {@code folder/job#7}
     */
    synchronized void add(String line, String asker, Waiting request) {
        Iterator<String> path = SEPARATOR.splitAsStream(asker).iterator();
        lines.computeIfAbsent(line, first -> new Place()).add(path, request);
    }

    /** Begins the request whose turn it is; empty if there is none. */
    synchronized Optional<Waiting> next(String line) {
        while (lines.containsKey(line)) {
            Place all = lines.get(line);
            Waiting request = all.next();
            if (all.isEmpty()) {
                lines.remove(line);
            }
            if (request.begin()) {
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }
}
