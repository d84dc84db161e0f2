package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.simulation.Said.End;
import io.jenkins.plugins.intune.simulation.Said.OfEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A build in the {@link PlainCore}: all its entries at once. */
final class PlainRun implements CoreUnderTest.Run {

    /** What is saved: what became of each entry, null for nothing yet, and which are being sent. */
    private record State(List<OfEntry> ended, boolean[] sending, Instant heldUntil) {

        @Override
        public String toString() {
            return ended + " sending " + Arrays.toString(sending);
        }
    }

    final PlainCore core;
    final BuildPort port;
    /** The devices that an entry answers for. */
    final Set<SimulatedDevice> claimed = new HashSet<>();

    private final CompletableFuture<Said> said = new CompletableFuture<>();
    private final List<PlainEntry> running = new ArrayList<>();
    private final OfEntry[] ended;
    private final boolean[] sending;
    private Instant heldUntil = Instant.EPOCH;
    private boolean aborted;

    PlainRun(PlainCore core, BuildPort port) {
        this.core = core;
        this.port = port;
        int size = port.spec().entries().size();
        ended = new OfEntry[size];
        sending = new boolean[size];
    }

    PlainRun begin() {
        State saved = (State) port.saved();
        if (saved != null) {
            heldUntil = saved.heldUntil;
            core.hold(Duration.between(core.machine.now(), heldUntil));
        }
        for (int i = 0; i < ended.length; i++) {
            if (saved != null && saved.ended.get(i) != null) {
                ended[i] = saved.ended.get(i);
            } else if (saved != null && saved.sending[i]) {
                End end = core.cheat == Cheat.DOES_NOT_UNDERSTAND_ITS_OWN_STATE ? End.UNKNOWN : End.IN_DOUBT;
                ended[i] = new OfEntry(i, end, "Jenkins was restarted", null);
            }
            if (ended[i] != null) {
                port.step(i, 0).end(core.machine.world.now(), ended[i]);
            }
            if (ended[i] != null && ended[i].end() != End.DUPLICATE) {
                claimed.add(port.spec().entries().get(i).device());
            }
        }
        for (int i = 0; i < ended.length; i++) {
            if (ended[i] == null) {
                running.add(new PlainEntry(this, i));
            }
        }
        List.copyOf(running).forEach(PlainEntry::begin);
        endIfDone();
        if (core.cheat == Cheat.GOES_ROUND_IN_CIRCLES) {
            core.machine.events().execute(this::again);
        }
        return this;
    }

    private void again() {
        core.machine.events().execute(this::again);
    }

    @Override
    public CompletableFuture<Said> said() {
        return said;
    }

    @Override
    public void abort() {
        if (core.cheat != Cheat.IGNORES_ABORTS) {
            aborted = true;
            List.copyOf(running).forEach(PlainEntry::abort);
            endIfDone();
        }
    }

    /** Saves that an entry is about to be sent. */
    CompletableFuture<Void> saveSending(int index) {
        sending[index] = true;
        return save();
    }

    private CompletableFuture<Void> save() {
        return port.save(new State(Arrays.asList(ended.clone()), sending.clone(), heldUntil));
    }

    /** Graph has asked to wait. */
    void hold(Duration time) {
        heldUntil = core.machine.now().plus(time);
        core.hold(time);
        save();
    }

    void end(PlainEntry entry, OfEntry with) {
        if (ended[with.index()] == null) {
            ended[with.index()] = with;
            running.remove(entry);
            save();
            endIfDone();
        }
    }

    private void endIfDone() {
        if (running.isEmpty() && !said.isDone()) {
            List<OfEntry> entries = new ArrayList<>(Arrays.asList(ended));
            Said.Counts counts = port.spec().fleet() ? counts() : null;
            if (core.cheat == Cheat.LOSES_AN_ENTRY && entries.size() > 2) {
                entries.remove(1);
            }
            List<OfEntry> recorded = core.cheat == Cheat.KEEPS_NO_RECORD ? List.of() : List.copyOf(entries);
            said.complete(new Said(verdict(), "", entries, counts, recorded));
        }
    }

    private Said.Counts counts() {
        int miscounted = core.cheat == Cheat.MISCOUNTS ? count(End.IN_DOUBT) : 0;
        return new Said.Counts(
                ended.length,
                count(End.ACCEPTED) + count(End.SESSION) + count(End.NO_SESSION) + miscounted,
                count(End.SESSION),
                count(End.NO_SESSION),
                count(End.FAILED),
                count(End.IN_DOUBT),
                count(End.DUPLICATE),
                count(End.NOT_ASKED),
                count(End.WOULD_ASK),
                count(End.WOULD_FAIL));
    }

    private String verdict() {
        int failed = count(End.NO_SESSION) + count(End.FAILED) + count(End.IN_DOUBT);
        int asked = ended.length - count(End.DUPLICATE);
        if (aborted) {
            return "ABORTED";
        }
        if (failed == 0 || core.cheat == Cheat.IS_ALWAYS_SUCCESSFUL) {
            return "SUCCESS";
        }
        boolean enough =
                switch (port.spec().failWhen()) {
                    case "any" -> true;
                    case "all" -> failed == asked;
                    default -> failed * 2 >= asked;
                };
        return enough ? "FAILURE" : "UNSTABLE";
    }

    private int count(End end) {
        int count = 0;
        for (OfEntry entry : ended) {
            count += entry.end() == end ? 1 : 0;
        }
        return count;
    }
}
