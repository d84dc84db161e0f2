package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose request is next. */
class TurnsTest {

    private final Turns turns = new Turns();
    private final List<String> served = new ArrayList<>();

    /** A request that tells when it was served. */
    private final class Named implements Turns.Waiting {
        private final String name;
        private boolean over;

        Named(String name) {
            this.name = name;
        }

        @Override
        public boolean begin() {
            boolean first = !over;
            over = true;
            return first;
        }

        @Override
        public void run() {
            served.add(name);
        }
    }

    private void add(String asker, int requests) {
        for (int i = 1; i <= requests; i++) {
            turns.add("app", asker, new Named(asker + " " + i));
        }
    }

    private List<String> order() {
        Optional<Turns.Waiting> next = turns.next("app");
        while (next.isPresent()) {
            next.get().run();
            next = turns.next("app");
        }
        return served;
    }

    @Test
    void foldersTakeTurnsThenJobsThenBuilds() {
        add("busy/job#1", 3);
        add("busy/job#2", 1);
        add("busy/other#1", 1);
        add("calm/job#1", 2);

        assertEquals(
                List.of(
                        "busy/job#1 1",
                        "calm/job#1 1",
                        "busy/other#1 1",
                        "calm/job#1 2",
                        "busy/job#2 1",
                        "busy/job#1 2",
                        "busy/job#1 3"),
                order());
    }

    @Test
    void whatSeveralWaitForComesWithTheFirstTurnOfAnyAndOnce() {
        add("busy/job#1", 3);
        Named shared = new Named("shared");
        turns.add("app", "busy/job#1", shared);
        turns.add("app", "calm/job#1", shared);

        assertEquals(List.of("busy/job#1 1", "shared", "busy/job#1 2", "busy/job#1 3"), order());
    }

    @Test
    void whatNobodyNeedsAnyMoreTakesNoTurn() {
        Named over = new Named("over");
        over.begin();
        turns.add("app", "calm", over);
        add("busy", 1);

        assertEquals(List.of("busy 1"), order());
    }

    @Test
    void eachAppHasItsOwnLine() {
        add("busy", 2);
        turns.add("another app", "calm", new Named("calm"));

        turns.next("another app").ifPresent(Turns.Waiting::run);

        assertEquals(List.of("calm", "busy 1", "busy 2"), order());
    }
}
