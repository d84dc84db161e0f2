package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.RecordedLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines for Jenkins' log are written by a thread of their own. */
class SystemLogTest {

    private final Logger logger = Logger.getLogger(SystemLogTest.class.getName());
    private final RecordedLog recorded = new RecordedLog(logger, null);
    private final Deque<Runnable> thread = new ArrayDeque<>();
    private final SystemLog log = new SystemLog(thread::add);

    @AfterEach
    void end() {
        recorded.close();
    }

    private void write() {
        while (!thread.isEmpty()) {
            thread.remove().run();
        }
    }

    @Test
    void linesComeInOrderWithWhatIsKnownOfThem() {
        Exception failure = new IllegalStateException("no disk");
        log.write(logger, Level.WARNING, "one {0}", failure);
        log.write(logger, Level.FINEST, "not wanted", null);
        log.write(logger, Level.INFO, "two", null);
        assertEquals(List.of(), recorded.lines(), "nobody waits for whoever listens");

        write();

        assertEquals(
                List.of("one {0}", "two"),
                recorded.lines().stream().map(LogRecord::getMessage).toList());
        assertEquals(failure, recorded.lines().get(0).getThrown());
        assertEquals(SystemLogTest.class.getName(), recorded.lines().get(0).getLoggerName());
    }

    @Test
    void ofTooManyLinesTheNumberIsTold() {
        for (int i = 0; i < SystemLog.MAX_WAITING + 3; i++) {
            log.write(logger, Level.INFO, "line", null);
        }
        write();
        log.write(logger, Level.INFO, "later", null);
        write();

        assertEquals(SystemLog.MAX_WAITING + 2, recorded.lines().size());
        assertTrue(
                recorded.lines().get(1).getMessage().startsWith("3 lines were dropped"),
                recorded.lines().get(1).getMessage());
    }

    /** Whoever tells of a failure goes on after it, and must not fail anew. */
    @Test
    void aLineForWhichThereIsNoMemoryIsCountedAsDropped() {
        AtomicBoolean full = new AtomicBoolean(true);
        SystemLog crowded = new SystemLog(task -> {
            if (full.get()) {
                throw new InternalError("no memory");
            }
            thread.add(task);
        });
        for (int i = 0; i < SystemLog.MAX_WAITING; i++) {
            crowded.write(logger, Level.SEVERE, "an event failed", null);
        }
        full.set(false);
        crowded.write(logger, Level.SEVERE, "later", null);
        write();

        List<String> lines =
                recorded.lines().stream().map(LogRecord::getMessage).toList();
        assertEquals("later", lines.get(0));
        assertTrue(lines.get(1).startsWith(SystemLog.MAX_WAITING + " lines were dropped"), lines.get(1));
    }
}
