package io.jenkins.plugins.intune.journal;

import io.jenkins.plugins.intune.simulation.ProcessEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a journal's callers were told, and so what must be in it: every line that was saved, in order; none that failed and
 * was taken back, or was cancelled; of the others any.
 */
final class Promises {

    private enum Fate {
        /** Its caller was not told, or it cannot be known. */
        OPEN,

        /** It failed, and was not taken back. It is gone as soon as anything else is saved. */
        FAILED,

        /** It must be there. */
        SAVED,

        /** It must not be there. */
        GONE
    }

    /** A line that was appended, or lines that took the place of all before. */
    private static final class Change {
        private final List<String> texts;
        private final boolean replaces;

        /** What its caller waits for, as long as it does. */
        private CompletableFuture<?> told;

        private Fate fate;

        Change(List<String> texts, boolean replaces, CompletableFuture<?> told, Fate fate) {
            this.texts = texts;
            this.replaces = replaces;
            this.told = told;
            this.fate = fate;
        }

        static Change onDisk(List<String> texts) {
            return new Change(texts, true, null, Fate.SAVED);
        }
    }

    private List<Change> changes = new ArrayList<>(List.of(Change.onDisk(List.of())));

    /** What the running process found, as long as that may be nowhere but in the system's cache; or {@code null}. */
    private List<String> found;

    /** How many changes there were when it was found. */
    private int foundAt;

    void append(String text, CompletableFuture<Void> told) {
        changes.add(new Change(List.of(text), false, told, Fate.OPEN));
    }

    void rewrite(List<String> texts, CompletableFuture<Void> told) {
        changes.add(new Change(texts, true, told, Fate.OPEN));
    }

    /** The latest caller does not wait any longer. */
    void cancelLatest() {
        Change latest = changes.get(changes.size() - 1);
        if (latest.told != null && latest.told.cancel(false)) {
            latest.told = null;
            latest.fate = Fate.GONE;
        }
    }

    /** A caller that was not told by now never will be. */
    void processEnded() {
        listen();
        found = null;
        for (Change change : changes) {
            change.told = null;
            change.fate = change.fate == Fate.FAILED ? Fate.OPEN : change.fate;
        }
    }

    /**
     * A new process has read the journal.
     *
     * @param onDisk whether what it read can only have come from there
     */
    void found(List<String> texts, boolean onDisk) {
        check(texts);
        found = texts;
        foundAt = changes.size();
        if (onDisk) {
            keepFound();
        }
    }

    /** From now on all of it must be there. */
    private void keepFound() {
        List<Change> kept = new ArrayList<>(List.of(Change.onDisk(found)));
        kept.addAll(changes.subList(foundAt, changes.size()));
        changes = kept;
        found = null;
    }

    /** Nothing else may be in the journal. */
    void check(List<String> texts) {
        listen();
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change base = changes.get(i);
            if (base.replaces && base.fate != Fate.GONE) {
                if (isAfter(i, texts)) {
                    return;
                }
                if (base.fate == Fate.SAVED) {
                    break;
                }
            }
        }
        throw new AssertionError("Read " + texts + " after " + this);
    }

    /** Whether this can be in the journal if that change was the last one that replaced all before. */
    private boolean isAfter(int base, List<String> texts) {
        List<String> start = changes.get(base).texts;
        if (texts.size() < start.size() || !texts.subList(0, start.size()).equals(start)) {
            return false;
        }
        int next = start.size();
        for (Change change : changes.subList(base + 1, changes.size())) {
            if (change.replaces) {
                continue;
            }
            boolean isThere = next < texts.size() && texts.get(next).equals(change.texts.get(0));
            if (isThere ? change.fate == Fate.GONE : change.fate == Fate.SAVED) {
                return false;
            }
            next += isThere ? 1 : 0;
        }
        return next == texts.size();
    }

    private void listen() {
        boolean saved = false;
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (change.told != null && change.told.isDone()) {
                change.fate = fate(change);
                change.told = null;
                saved |= change.fate == Fate.SAVED;
            }
            if (saved && change.fate == Fate.FAILED) {
                change.fate = Fate.GONE;
            }
        }
        if (saved && found != null) {
            keepFound();
        }
    }

    private static Fate fate(Change change) {
        Throwable failure = change.told.handle((done, thrown) -> thrown).join();
        if (failure == null) {
            return Fate.SAVED;
        }
        Throwable cause = failure.getCause();
        if (change.replaces || cause instanceof ProcessEnded) {
            return Fate.OPEN;
        }
        return cause == null || cause.getSuppressed().length == 0 ? Fate.GONE : Fate.FAILED;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> text.append('\n')
                .append(change.fate)
                .append(change.replaces ? " rewrite " : " append ")
                .append(change.texts));
        return text.toString();
    }
}
