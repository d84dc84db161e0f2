package io.jenkins.plugins.intune;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is written to a logger, which is written nowhere else as long as this is open. Thread-safe. */
public final class RecordedLog extends Handler {

    private final Logger logger;
    private final Level before;
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

    /** @param level from which level on it is written */
    public RecordedLog(Logger logger, Level level) {
        this.logger = logger;
        before = logger.getLevel();
        setLevel(Level.ALL);
        logger.setLevel(level);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    /** What was written until now. */
    public List<LogRecord> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(before);
    }
}
