package io.jenkins.plugins.intune.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.intune.values.Lanes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A build's log of which nobody knows when it takes a line. */
class BuildLogTest {

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    private PrintStream lines() {
        return new PrintStream(lines, true);
    }

    @Test
    void aLineForWhichThereIsNoThreadComesLaterAndStopsNobody() throws Exception {
        AtomicBoolean none = new AtomicBoolean(true);
        Lanes threads = new Lanes(
                task -> {
                    if (none.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    task.run();
                },
                1);
        BuildLog log = new BuildLog(this::lines, threads.of("a build", 1), 60_000);

        log.write("one");
        CompletableFuture<Void> written = log.written();
        assertFalse(written.isDone());
        none.set(false);

        written.get(60, TimeUnit.SECONDS);
        assertEquals("one" + System.lineSeparator(), lines.toString());
        log.write("two");
        // The thread that wrote the first line may still be the lane's, and then writes the second one too.
        log.written().get(60, TimeUnit.SECONDS);
        assertEquals("one" + System.lineSeparator() + "two" + System.lineSeparator(), lines.toString());
    }

    @Test
    void aLogThatTakesNoLineHoldsNobodyUpForGood() throws Exception {
        BuildLog log = new BuildLog(this::lines, task -> {}, 10);

        log.write("one");

        log.written().get(60, TimeUnit.SECONDS);
    }
}
