package io.jenkins.plugins.intune.trail;

import io.jenkins.plugins.intune.request.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is known of a request's attempts. Lines may come twice and in any order, and the result is the same. Immutable.
 *
 * <p>What a line says of the attempt that it names is final: after a crash a request may not know of that attempt any more, and
 * its later lines say nothing of it. Of all attempts that no end names, an end says that they reached nobody, if they are not
 * later than it.
 *
 * @param attempts those that an end names, and those of which nobody knows yet what became of them
 * @param until up to which sequence number that is known of all others
 */
public record AttemptHistory(List<Known> attempts, long until) {

    /** Nothing is known of any attempt. */
    public static final AttemptHistory NONE = new AttemptHistory(List.of(), Long.MIN_VALUE);

    /**
     * One attempt.
     *
     * @param first the first sequence number at which it was told of
     * @param sequence the last one
     * @param ended whether something is known of its end
     * @param outcome how it ended; {@code null} if it never left, or nothing is known
     */
    public record Known(AuditLine.Attempt attempt, long first, long sequence, boolean ended, Outcome outcome) {

        private boolean is(UUID id) {
            return attempt.id().equals(id);
        }

        private Known and(Known more) {
            boolean better = more.knows() > knows();
            return new Known(
                    attempt,
                    Math.min(first, more.first),
                    Math.max(sequence, more.sequence),
                    ended || more.ended,
                    better ? more.outcome : outcome);
        }

        private boolean mayHaveReached() {
            return outcome != null && outcome.mayHaveReached();
        }

        /**
         * How much is known of this attempt: what was in doubt may turn out to have reached nobody; what was accepted may not.
         */
        private int knows() {
            return ended ? rank(1, 2) : -1;
        }

        /** How much it says of its request: if one attempt is in doubt, it does not help that another one was refused. */
        private int says() {
            return rank(2, 1);
        }

        private int rank(int inDoubt, int refused) {
            return outcome == null
                    ? 0
                    : switch (outcome) {
                        case IN_DOUBT -> inDoubt;
                        case ACCEPTED -> 4;
                        case NO_SESSION -> 5;
                        case SESSION -> 6;
                        default -> refused;
                    };
        }
    }

    /** An attempt is about to leave, or may have left some time ago. */
    public AttemptHistory and(AuditLine.Asked line) {
        return and(new Known(line.latest(), line.sequence(), line.sequence(), false, null), until);
    }

    /** The request has ended, or more is known of its end. */
    public AttemptHistory and(AuditLine.Ended line) {
        long ended = Math.max(until, line.sequence());
        return line.last() == null
                ? with(attempts, ended)
                : and(new Known(line.last(), line.sequence(), line.sequence(), true, line.outcome()), ended);
    }

    /**
     * The attempt with a sequence number was not processed.
     *
     * @param doubt an earlier one that may have reached somebody; {@code null} for none
     */
    public AttemptHistory andUnprocessed(long sequence, AuditLine.Attempt doubt) {
        long ended = Math.max(until, sequence);
        return doubt == null
                ? with(attempts, ended)
                : and(new Known(doubt, sequence, sequence, true, Outcome.IN_DOUBT), ended);
    }

    private AttemptHistory and(Known more, long ended) {
        List<Known> all = new ArrayList<>(attempts.size() + 1);
        Known known = more;
        for (Known each : attempts) {
            if (each.is(more.attempt().id())) {
                known = each.and(more);
            } else {
                all.add(each);
            }
        }
        all.add(known);
        return with(all, ended);
    }

    private static AttemptHistory with(List<Known> attempts, long until) {
        AttemptHistory all = new AttemptHistory(attempts, until);
        List<Known> left = attempts.stream()
                .filter(known -> known.ended() || all.isOpen(known))
                .toList();
        return left.isEmpty()
                ? new AttemptHistory(all.best().stream().toList(), until)
                : new AttemptHistory(left, until);
    }

    /** Whether nobody knows yet what became of it. */
    private boolean isOpen(Known known) {
        return !known.ended() && known.sequence() > until;
    }

    private int says(Known known) {
        return isOpen(known) ? 3 : known.says();
    }

    private Optional<Known> best() {
        return attempts.stream()
                .max(Comparator.comparingInt(this::says)
                        .thenComparingLong(Known::sequence)
                        // Of two with the same number it is the one of before: the later has reached nobody.
                        .thenComparing(known -> isOpen(known) ? -known.first() : 0)
                        .thenComparing(known -> known.attempt().id()));
    }

    /** The attempt that the request is told by. There must be one. */
    public Known told() {
        return best().orElseThrow();
    }

    /** Whether the request is under way, as far as anybody knows. */
    public boolean isPending() {
        return isOpen(told());
    }

    /** Whether it tells of that attempt. */
    public boolean has(UUID attempt) {
        return attempts.stream().anyMatch(known -> known.is(attempt));
    }

    /** The attempts that may have reached somebody: of those of which nobody knows yet, the last one alone is on its way. */
    public Stream<AuditLine.Attempt> reached() {
        List<Known> open = attempts.stream().filter(this::isOpen).toList();
        Stream<Known> onItsWay = new AttemptHistory(open, until).best().stream();
        return Stream.concat(onItsWay, attempts.stream().filter(Known::mayHaveReached))
                .map(Known::attempt);
    }
}
