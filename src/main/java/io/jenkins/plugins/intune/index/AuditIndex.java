package io.jenkins.plugins.intune.index;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Renames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The log in memory, for searches. Built from the lines on disk, which may come twice and in any order. Thread-safe; a
 * search takes time in proportion to the number of entries, and memory in proportion to the page.
 */
public final class AuditIndex {

    /** Most entries in memory: some 260 MB. Earlier ones are on disk only. */
    private static final int MAX_ENTRIES = 2_000_000;

    /** Most lines that wait for the one that they belong to. */
    private static final int MAX_ORPHANS = 10_000;

    /** How many entries are copied at once while all of them are read. */
    private static final int BATCH = 1_000;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** Read for each job's page, without waiting for a search. */
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    private final Map<UUID, List<AuditLine>> orphans = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, List<AuditLine>> eldest) {
            return size() > MAX_ORPHANS;
        }
    };
    private final Renames renames;
    private final int most;
    private AuditColumns columns = new AuditColumns();

    public AuditIndex(Renames renames) {
        this(renames, MAX_ENTRIES);
    }

    /**
     * @param renames the renames of jobs, shared with others and learnt from lines
     * @param most how many entries at most
     */
    AuditIndex(Renames renames, int most) {
        this.renames = renames;
        this.most = most;
    }

    /**
     * Adds a line.
     *
     * @return whether an entry is new, or says more now
     */
    public boolean apply(AuditLine line) {
        lock.writeLock().lock();
        try {
            if (line instanceof AuditLine.Asked asked) {
                return add(asked);
            } else if (line instanceof AuditLine.Ended ended) {
                return change(ended.id(), ended);
            } else if (line instanceof AuditLine.Opened opened) {
                return change(opened.id(), opened);
            } else if (line instanceof AuditLine.Renamed renamed) {
                rename(renamed);
            } else if (line instanceof AuditLine.Deleted deleted) {
                renames.add(deleted, true);
                columns.delete(deleted.job(), deleted.at());
            }
            return false;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void rename(AuditLine.Renamed line) {
        renames.add(line, true);
        if (jobs.contains(line.from()) && columns.rename(line.from(), line.to(), line.at())) {
            jobs.add(line.to());
            if (!columns.hasJob(line.from())) {
                jobs.remove(line.from());
            }
        }
    }

    private boolean add(AuditLine.Asked asked) {
        int known = columns.find(asked.id());
        if (known >= 0) {
            return columns.askAgain(known, asked);
        }
        if (columns.size() >= most) {
            columns = columns.only(row -> row >= most / 10);
        }
        Renames.Present present = renames.present(asked.requester());
        jobs.add(present.requester().job());
        int row = columns.add(asked, present);
        List<AuditLine> early = orphans.remove(asked.id());
        if (early != null) {
            early.forEach(line -> change(row, line));
        }
        return true;
    }

    private boolean change(UUID id, AuditLine line) {
        int row = columns.find(id);
        if (row < 0) {
            List<AuditLine> early = orphans.computeIfAbsent(id, first -> new ArrayList<>(1));
            if (early.stream().noneMatch(known -> isSameOpening(known, line))) {
                early.add(line);
            }
        }
        return row >= 0 && change(row, line);
    }

    /** A person may open a session again and again before its request is known. */
    private static boolean isSameOpening(AuditLine known, AuditLine line) {
        return known instanceof AuditLine.Opened one
                && line instanceof AuditLine.Opened other
                && one.by().equals(other.by());
    }

    private boolean change(int row, AuditLine line) {
        if (line instanceof AuditLine.Ended ended) {
            return columns.end(row, ended);
        }
        return line instanceof AuditLine.Opened opened
                && columns.open(row, new AuditEntry.Opening(opened.by(), opened.at()));
    }

    /** Drops older entries. */
    public void dropBefore(Instant moment) {
        lock.writeLock().lock();
        try {
            long first = moment.toEpochMilli();
            // A clock that was set back has left older entries behind later ones.
            if (IntStream.range(0, columns.size()).anyMatch(row -> columns.askedAt(row) < first)) {
                AuditColumns all = columns;
                columns = all.only(row -> all.askedAt(row) >= first);
                jobs.removeIf(job -> !columns.knowsJob(job));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether there is an entry of that request. */
    public boolean has(UUID id) {
        return find(id).isPresent();
    }

    /** What is known of a request. */
    public Optional<AuditEntry> find(UUID id) {
        lock.readLock().lock();
        try {
            int row = columns.find(id);
            return row < 0 ? Optional.empty() : Optional.of(columns.entry(row));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether there are entries of a job, by its full name. Never waits. */
    public boolean knowsJob(String job) {
        return jobs.contains(job);
    }

    /** The jobs of which there are entries, of that full name or below it. */
    public List<String> jobsUnder(String name) {
        return jobs.stream()
                .filter(job -> job.equals(name) || job.startsWith(name + "/"))
                .toList();
    }

    /**
     * Finds a page of entries, and counts all that match.
     *
     * @param page which page, from 1 on; the last one if there are fewer
     * @param size how many entries a page has, at least 1
     * @param boundaries between the spans of time to count in, ascending; what is before the first or not before the last is
     *     not counted. Fewer than two for none
     */
    public AuditPart search(AuditFilter filter, int page, int size, List<Instant> boundaries) {
        lock.readLock().lock();
        try {
            IntPredicate wanted = columns.matching(filter);
            Spans spans = new Spans(boundaries);
            List<AuditEntry> entries = new ArrayList<>();
            long first = (page - 1L) * size;
            int matches = 0;
            for (int row = columns.size() - 1; row >= 0; row--) {
                if (wanted.test(row)) {
                    spans.count(columns.askedAt(row), columns.outcome(row));
                    if (matches >= first && entries.size() < size) {
                        entries.add(columns.entry(row));
                    }
                    matches++;
                }
            }
            int pages = Math.max(1, (matches + size - 1) / size);
            return page > pages
                    ? search(filter, pages, size, boundaries)
                    : new AuditPart(matches, page, pages, entries, spans.counts);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Counts by time and outcome. */
    private static final class Spans {

        private final long[] boundaries;
        private final int[][] counts;
        private int latest;

        Spans(List<Instant> boundaries) {
            this.boundaries =
                    boundaries.stream().mapToLong(Instant::toEpochMilli).toArray();
            counts = new int[Math.max(0, boundaries.size() - 1)][Outcome.values().length + 1];
        }

        void count(long at, int outcome) {
            if (counts.length == 0 || at < boundaries[0] || at >= boundaries[counts.length]) {
                return;
            }
            // Neighbours are mostly in the same span.
            if (at < boundaries[latest] || at >= boundaries[latest + 1]) {
                int place = Arrays.binarySearch(boundaries, at);
                latest = place < 0 ? -place - 2 : place;
            }
            counts[latest][outcome + 1]++;
        }
    }

    /**
     * All entries that match at this moment, the latest first, copied in small batches.
     *
     * @param most how many at most
     */
    public Stream<AuditEntry> all(AuditFilter filter, int most) {
        Spliterator<AuditEntry> entries =
                Spliterators.spliteratorUnknownSize(new Entries(filter, most), Spliterator.ORDERED);
        return StreamSupport.stream(entries, false);
    }

    private final class Entries implements Iterator<AuditEntry> {

        private final AuditColumns from;
        private final IntPredicate wanted;
        private final List<AuditEntry> batch = new ArrayList<>();
        private int row;
        private int left;
        private int next;

        Entries(AuditFilter filter, int most) {
            left = most;
            lock.readLock().lock();
            try {
                from = columns;
                wanted = from.matching(filter);
                row = from.size();
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public boolean hasNext() {
            if (next == batch.size() && left > 0) {
                read();
            }
            return next < batch.size();
        }

        private void read() {
            batch.clear();
            next = 0;
            lock.readLock().lock();
            try {
                while (row > 0 && left > 0 && batch.size() < BATCH) {
                    row--;
                    if (wanted.test(row)) {
                        batch.add(from.entry(row));
                        left--;
                    }
                }
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public AuditEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return batch.get(next++);
        }
    }
}
