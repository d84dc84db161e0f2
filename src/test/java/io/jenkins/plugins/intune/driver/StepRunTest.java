package io.jenkins.plugins.intune.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What a step is told in the end, and what its build notes, if it is stopped, resumed, or cannot go on. */
class StepRunTest {

    private final CompletableFuture<Void> noted = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final List<String> happened = new ArrayList<>();
    private RuntimeException unusable;
    private RuntimeException unnoted;

    private final Operation<String> operation = new Operation<>() {
        @Override
        public CompletableFuture<String> start() {
            happened.add("starts");
            if (unusable != null) {
                throw unusable;
            }
            return end;
        }

        @Override
        public void abort() {
            happened.add("is aborted");
        }

        @Override
        public String status() {
            return "asking";
        }

        @Override
        public boolean sending() {
            return true;
        }
    };

    private final StepRun.Host<String> host = new StepRun.Host<>() {
        @Override
        public Executor disk() {
            return Runnable::run;
        }

        @Override
        public CompletableFuture<Void> begun() {
            return unnoted == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(unnoted);
        }

        @Override
        public Runnable running(Operation<String> running, CompletableFuture<String> until) {
            return () -> happened.add("is over");
        }

        @Override
        public CompletableFuture<Void> ended(String result, Throwable failure) {
            happened.add("notes " + (failure == null ? result : failure.getMessage()));
            return noted;
        }

        @Override
        public void conclude(String result, Throwable failure) {
            happened.add("concludes " + (failure == null ? result : failure.getMessage()));
        }

        @Override
        public void fail(Throwable cause) {
            happened.add("fails: " + cause.getMessage());
        }

        @Override
        public CompletableFuture<Void> abandoned() {
            happened.add("is abandoned");
            if (unusable != null) {
                throw unusable;
            }
            return noted;
        }
    };

    private static CancellationException cause() {
        return new CancellationException("stopped");
    }

    @Test
    void theEndIsToldWhenItIsNoted() {
        new StepRun<>(host, false).begin(operation);
        end.complete("accepted");
        assertEquals(List.of("starts", "notes accepted"), happened);

        noted.complete(null);

        assertEquals(List.of("starts", "notes accepted", "concludes accepted", "is over"), happened);
    }

    @Test
    void aStepThatWasStoppedBeforeItBeganAsksNobody() {
        StepRun<String> step = new StepRun<>(host, false);
        step.stop(cause());
        step.begin(operation);

        assertEquals(List.of("fails: stopped"), happened);
    }

    @Test
    void whatWasSentBeforeARestartIsNotedAlthoughTheStepIsStoppedBeforeItGoesOn() {
        StepRun<String> step = new StepRun<>(host, true);
        step.stop(cause());
        assertEquals(List.of(), happened);
        step.begin(operation);
        end.complete("in doubt");
        noted.complete(null);

        assertEquals(List.of("is aborted", "starts", "notes in doubt", "fails: stopped", "is over"), happened);
    }

    @Test
    void whoStopsAStepThatRunsHearsOfItWhenTheEndIsNoted() {
        StepRun<String> step = new StepRun<>(host, false);
        step.begin(operation);
        step.stop(cause());
        end.complete("failed");
        assertEquals(List.of("starts", "is aborted", "notes failed"), happened);

        noted.complete(null);

        assertEquals(List.of("starts", "is aborted", "notes failed", "fails: stopped", "is over"), happened);
    }

    @Test
    void aStepThatCannotGoOnNotesWhatItHadSent() {
        new StepRun<>(host, true).fail(new IllegalStateException("no log"));

        assertEquals(List.of("is abandoned"), happened);
        noted.complete(null);
        assertEquals(List.of("is abandoned", "fails: no log"), happened);
    }

    @Test
    void whatIsDrivenIsNotAbandoned() {
        StepRun<String> step = new StepRun<>(host, true);
        step.begin(operation);
        end.complete("accepted");

        noted.completeExceptionally(new IllegalStateException("no disk"));

        assertEquals(
                List.of("starts", "notes accepted", "fails: java.lang.IllegalStateException: no disk", "is over"),
                happened);
    }

    @Test
    void whatAStepHadSentIsNotedIfItFailsWhenItResumes() {
        new StepRun<>(host, true).begin(operation);
        end.completeExceptionally(new IllegalStateException("no journal"));
        assertEquals(List.of("starts", "is abandoned"), happened);
        noted.complete(null);

        assertEquals(
                List.of("starts", "is abandoned", "notes no journal", "concludes no journal", "is over"), happened);
    }

    @Test
    void whatAStepHadSentIsNotedIfItCannotEvenStartToResume() {
        unusable = new IllegalStateException("no build");
        new StepRun<>(host, true).begin(operation);

        assertEquals(List.of("starts", "is abandoned", "fails: java.lang.IllegalStateException: no build"), happened);
    }

    @Test
    void aStepCanBeStoppedWhileNobodySaysWhoMayHaveItsResult() {
        StepRun<String> step = new StepRun<>(host, false);
        step.begin(operation);
        end.complete("session");
        noted.complete(null);
        happened.clear();

        step.stop(cause());

        assertEquals(List.of("fails: stopped"), happened);
    }

    @Test
    void aBuildThatCannotNoteTheBeginningNotesThatAsTheEnd() {
        unnoted = new IllegalStateException("no disk");
        new StepRun<>(host, false).begin(operation);
        noted.complete(null);

        assertEquals(List.of("notes no disk", "concludes no disk"), happened);
    }

    @Test
    void itsStatusIsThatOfWhatItDoes() {
        StepRun<String> step = new StepRun<>(host, false);
        assertEquals("starting", step.status());

        step.begin(operation);

        assertEquals("asking", step.status());
    }
}
