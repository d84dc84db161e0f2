package io.jenkins.plugins.intune.simulation;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the core waits as long as it has to, and no less; and gives up only where waiting does not help. */
final class PatienceChecks {

    /**
     * Most times that the same call is made in a window: of three troubles one after the other, each begins with short waits.
     */
    private static final int MAX_CALLS = 24;

    /** Longest wait that the whole app has to keep. */
    private static final long MAX_HOLD = 300 * World.SECOND;

    /**
     * How long it may take to write down that Graph has asked to wait, also if that fails for once; a crash
     * before that forgets it.
     */
    private static final long WRITTEN = 3 * World.SECOND;

    /** Smallest limit that single requests never have to wait for. */
    private static final int MANY_WRITES = 100;

    /** Longest wait, in seconds, that one of many devices bears: half an hour, less what else it waits for. */
    private static final double MAX_IN_LINE = 1_500;

    /** Shortest timeout with which a device outlasts what passes, in seconds. */
    private static final long LONG_TIMEOUT = 180;

    /** What takes time, or passes within a minute, and fails nobody who has more time than that. */
    private static final Set<Fault> PASSING = EnumSet.of(
            Fault.BUILD,
            Fault.ENTRY,
            Fault.ANOTHER_STEP,
            Fault.ANOTHER_BRANCH,
            Fault.ASSISTANCE_LOG,
            Fault.BREAK,
            Fault.SESSION_ENDS,
            Fault.OTHER_CONTROLLER,
            Fault.OTHER_APP,
            Fault.OTHERS_SESSION,
            Fault.OTHERS_ERROR,
            Fault.CLOCK_JUMP,
            Fault.PROVIDER_DOWN,
            Fault.STRICT_LIMIT,
            Fault.SHARED_LIMIT,
            Fault.SCRIPT,
            Fault.THROTTLED,
            Fault.UNAVAILABLE,
            Fault.BYTE_ORDER_MARK,
            Fault.EMPTY_PAGE,
            Fault.NO_LINK,
            Fault.SESSION_ERROR,
            Fault.LATE_LINK,
            Fault.SHORT_TOKENS);

    /** What passes if it happens once: a token is not renewed twice in a row. */
    private static final Set<Fault> PASSING_ONCE = EnumSet.of(Fault.TOKEN_REVOKED, Fault.TOKEN_LACKS_ROLE);

    /** Most pages of a list that are read: a look-up that gets that many without a device on them gives up. */
    private static final int MAX_PAGES = 20;

    /** What is said when half an hour in line is over, or ends before the wait that Graph asks for. */
    private static final Pattern LINE_IS_OVER =
            Pattern.compile("The timeout of 1,800 s was up|is longer than what is left of the timeout");

    private final Outside outside;
    private final Findings findings;
    private final boolean allPasses;

    PatienceChecks(Outside outside) {
        this.outside = outside;
        findings = outside.world().findings;
        int once = 0;
        int emptyPages = 0;
        boolean passes = true;
        boolean tokensExpire = false;
        for (Dice.Occurrence occurrence : outside.world().dice.occurred()) {
            once += PASSING_ONCE.contains(occurrence.fault()) ? 1 : 0;
            tokensExpire |= occurrence.fault() == Fault.SHORT_TOKENS;
            emptyPages += occurrence.fault() == Fault.EMPTY_PAGE ? 1 : 0;
            passes &= PASSING.contains(occurrence.fault()) || PASSING_ONCE.contains(occurrence.fault());
        }
        // A token that expires while its call waits uses up the one renewal, too.
        allPasses = passes && once + (tokensExpire ? 1 : 0) <= 1 && emptyPages < MAX_PAGES;
    }

    void check(SimulatedBuild build) {
        checkFrantic(build);
        if (allPasses && build.spec.controller().core().isPatient()) {
            for (Said said : build.said) {
                said.entries().forEach(entry -> checkGivenUp(build, entry));
            }
        }
    }

    private void checkFrantic(SimulatedBuild build) {
        Map<String, ArrayDeque<Long>> recent = new HashMap<>();
        for (Call call : build.calls) {
            // Look-ups of all entries look alike.
            if (call.device != null) {
                ArrayDeque<Long> times =
                        recent.computeIfAbsent(call.device + "" + call.write, key -> new ArrayDeque<>());
                times.add(call.createdAt);
                while (times.peekFirst() < call.createdAt - SlidingLimit.WINDOW) {
                    times.removeFirst();
                }
                if (times.size() > MAX_CALLS * build.spec.steps() * entries(build, call.device)) {
                    findings.add(
                            Finding.FRANTIC, build + " makes " + call + ", the " + times.size() + "th within 20 s");
                    return;
                }
            }
        }
    }

    private static int entries(SimulatedBuild build, SimulatedDevice device) {
        int count = 0;
        for (Entry entry : build.spec.entries()) {
            count += entry.device() == device ? 1 : 0;
        }
        return Math.max(1, count);
    }

    private void checkGivenUp(SimulatedBuild build, Said.OfEntry entry) {
        BuildSpec spec = build.spec;
        Entry named = spec.entries().get(entry.index());
        boolean fine = named.device().supported
                && outside.tenant().devices.contains(named.device())
                && (!named.naming().isLookUp()
                        || DeviceChecks.found(outside.tenant(), named).size() == 1);
        if (entry.end() == Said.End.FAILED
                && fine
                && hadTime(build, named, spec.branch(entry.index()).timeoutSeconds(), entry.message())) {
            findings.add(Finding.GAVE_UP, build + " gave up on " + named + ": " + entry.message());
        }
    }

    private boolean hadTime(SimulatedBuild build, Entry entry, long timeout, String message) {
        BuildSpec spec = build.spec;
        if (!spec.fleet()) {
            // A credential that was never found may be a wrong one, and is not waited for.
            long begin = build.begunAt + 2 * World.SECOND;
            return spec.steps() == 1
                    && timeout > LONG_TIMEOUT
                    && spec.controller().provider.within(build.begunAt, begin) == 0
                    && outside.intune().throttled() == 0
                    && outside.limits().writes() >= MANY_WRITES;
        }
        boolean inLineOnly = !entry.naming().isLookUp() && message.contains("Last state: In line:");
        boolean heldForever = false;
        for (Call call : build.calls) {
            inLineOnly &= call.device != entry.device();
            heldForever |= call.holdSeconds > MAX_IN_LINE;
        }
        // The time does not run for one of many devices that is in line, or that Graph makes wait.
        return (inLineOnly || timeout > LONG_TIMEOUT && !heldForever)
                && !(LINE_IS_OVER.matcher(message).find() && throttledFor(build) > MAX_IN_LINE * World.SECOND);
    }

    /** How long Graph throttled the build's app again and again, in nanoseconds. */
    private long throttledFor(SimulatedBuild build) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Call call : outside.ledger().calls) {
            if (call.word == Call.Word.NOT_PROCESSED && call.build.spec.app() == build.spec.app()) {
                first = Math.min(first, call.toldAt);
                last = Math.max(last, call.toldAt);
            }
        }
        return last == Long.MIN_VALUE ? 0 : last - first;
    }

    /** Graph has asked the whole app to wait: from one controller nothing may leave until then. */
    void checkHeld() {
        for (Call told : outside.ledger().calls) {
            if (told.holdSeconds > 0 && told.word == Call.Word.NOT_PROCESSED) {
                long until = told.toldAt + Math.min(MAX_HOLD, (long) (told.holdSeconds * World.SECOND));
                for (Call call : outside.ledger().calls) {
                    boolean early = call.createdAt > told.toldAt && call.createdAt < until;
                    if (early && isTogether(told, call)) {
                        findings.add(
                                Finding.NOT_HELD,
                                told.machine + " makes " + call + " for "
                                        + call.build.spec.app() + " "
                                        + (call.createdAt - told.toldAt) / 1_000_000 + " ms after " + told
                                        + " was told "
                                        + told.told);
                        return;
                    }
                }
            }
        }
    }

    private static boolean isTogether(Call told, Call call) {
        if (call.build.spec.app() != told.build.spec.app() || call.machine.controller != told.machine.controller) {
            return false;
        }
        Controller controller = call.machine.controller;
        if (call.machine == told.machine) {
            return true;
        }
        long diedAt = controller.diedAt(told.machine);
        // After a restart those know it who have written it down. Where the disk took it neither at once nor
        // when that was tried again, nobody can know it.
        return call.build == told.build
                && call.step == told.step
                && told.write
                && !controller.clockJumped()
                && !controller.diskFailedSince(told.toldAt)
                && !controller.diskHung()
                && !told.build.saveHung
                && !told.build.state.failedAgain(told.toldAt, diedAt)
                && diedAt > told.toldAt + WRITTEN + controller.slack(told.toldAt, diedAt);
    }
}
