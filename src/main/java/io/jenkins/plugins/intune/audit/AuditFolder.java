package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the log. The names of its journals say on which day and at which moment, of UTC, each was begun. A file has
 * lines of that day only, and at most some megabytes of them, so that old files can be deleted whole and each can be read at
 * once. No process continues the file of another one. Methods but {@link #create} and {@link #next} read from disk and may
 * block.
 */
final class AuditFolder {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'log-'uuuu-MM-dd'T'HH-mm-ss.SSS'.jsonl'")
            .withZone(ZoneOffset.UTC);

    private static final Pattern NAMED =
            Pattern.compile("log-(\\d{4}-\\d{2}-\\d{2})T\\d{2}-\\d{2}-\\d{2}\\.\\d{3}\\.jsonl");

    /**
     * A file of the log.
     *
     * @param day in which its lines were written
     */
    record Segment(Path file, LocalDate day) {}

    private final Path folder;
    private final Function<Path, Storage> storages;
    private final Set<Path> own = ConcurrentHashMap.newKeySet();
    private Instant latest = Instant.EPOCH;

    AuditFolder(Path folder) {
        this(folder, FileStorage::new);
    }

    AuditFolder(Path folder, Function<Path, Storage> storages) {
        this.folder = folder;
        this.storages = storages;
    }

    /** The day, of UTC, that a moment is in. */
    static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** Makes the folder, if it is not there. Blocks. */
    void create() throws IOException {
        Files.createDirectories(folder);
    }

    /** A name for a new file. Touches no disk. */
    synchronized Segment next(Instant now) {
        // Names sort as the files were begun, also if the clock is set back or stands still.
        Instant moment = Instant.ofEpochMilli(now.toEpochMilli());
        latest = moment.isAfter(latest) || !day(moment).equals(day(latest)) ? moment : latest.plusMillis(1);
        Segment next = new Segment(folder.resolve(NAME.format(latest)), day(latest));
        own.add(next.file());
        return next;
    }

    /** Whether a file was begun in this process. Touches no disk. */
    boolean isOwn(Segment segment) {
        return own.contains(segment.file());
    }

    Storage storage(Segment segment) {
        return storages.apply(segment.file());
    }

    /**
     * The files that are there, the earliest first; none only if it is certain that nothing was ever written. A folder that is
     * out of reach, such as a link to a volume that is not mounted, is a failure.
     */
    List<Segment> segments() throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().flatMap(file -> segment(file).stream()).toList();
        } catch (NoSuchFileException missing) {
            throw new IOException(Messages.AuditFolder_outOfReach(), missing);
        }
    }

    private static List<Segment> segment(Path file) {
        Matcher named = NAMED.matcher(String.valueOf(file.getFileName()));
        try {
            return named.matches() ? List.of(new Segment(file, LocalDate.parse(named.group(1)))) : List.of();
        } catch (DateTimeParseException noDay) {
            return List.of();
        }
    }

    List<JournalLine> read(Segment segment) throws JournalException {
        return Journal.read(storage(segment));
    }

    /** Deletes the files of the days before one. What cannot be deleted now is tried again the next time. */
    void deleteBefore(LocalDate day) throws IOException {
        IOException failure = null;
        for (Segment segment : segments()) {
            try {
                if (segment.day().isBefore(day)) {
                    Files.deleteIfExists(segment.file());
                }
            } catch (IOException inUse) {
                failure = inUse;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
