package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.throttle.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a request does when saving it takes long, and what becomes of the others. */
class RequestSaveTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;

    @Test
    void aSaveThatHangsKeepsNobodyElseFromBeingAsked() throws Exception {
        standIn.answerAction(accepted());
        bench.throttle.limit(Limits.DEFAULT.withWrites(1));
        CompletableFuture<Void> save = beginWithSaveThatHangs();
        AtomicBoolean called = new AtomicBoolean();
        Ticket other = bench.throttle.queueWrite(() -> called.set(true));
        assertFalse(called.get());

        clock.pass(Duration.ofSeconds(10));
        assertTrue(called.get(), "a disk that hangs holds up its own build only");

        other.claim().join().unused();
        host.nextSave = CompletableFuture.completedFuture(null);
        save.complete(null);
        bench.passUntilDone();
        assertEquals(1, bench.result().attempts(), "it is sent when its disk is in order again");
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aDiskThatIsAlwaysSlowIsWaitedForLongerTheNextTime() throws Exception {
        standIn.answerAction(accepted());
        CompletableFuture<Void> second = hangAgainAfterSaveOf(Duration.ofSeconds(19));
        clock.pass(Duration.ofSeconds(19));
        second.complete(null);
        bench.passUntilDone();

        assertEquals(1, bench.result().attempts());
        assertEquals(1, savedTooLate(), host.log::toString);
    }

    /** Found by the simulation: without a link that grows old, nobody looked at how old the permit was. */
    @Test
    void aRequestThatWasSavedForLongHeedsWhatGraphHasToldTheAppMeanwhile() throws Exception {
        standIn.answerAction(accepted());
        CompletableFuture<Void> save = beginWithSaveThatHangs();
        Permit read = bench.throttle.takeRead(Priority.DECIDING).join();
        read.throttled(Duration.ZERO, Optional.of(Duration.ofSeconds(30)));
        clock.pass(Duration.ofSeconds(5));

        save.complete(null);

        await().until(() -> bench.request.phase() == Phase.BACKING_OFF);
        clock.pass(Duration.ofSeconds(24));
        assertEquals(0, standIn.actions().size());
        clock.pass(Duration.ofSeconds(1));
        bench.passShortWaits();
        assertEquals(1, bench.result().attempts());
    }

    @Test
    void aDiskThatIsAlwaysSlowIsWaitedForAsLongAsItTakes() throws Exception {
        standIn.answerAction(accepted());
        CompletableFuture<Void> second = hangAgainAfterSaveOf(Duration.ofSeconds(35));
        // Its save begins when the one before has ended.
        clock.pass(Duration.ofSeconds(68));
        second.complete(null);
        bench.passUntilDone();

        assertEquals(1, bench.result().attempts());
        assertEquals(1, savedTooLate(), "another time, and the timeout would be up");
    }

    private long savedTooLate() {
        return host.log.stream()
                .filter(line -> line.startsWith("Saving the state of the build took so long"))
                .count();
    }

    /** Nobody knows how long that takes, and other builds may want to ask the device. */
    @Test
    void aSaveThatHangsHoldsNoDevice() throws Exception {
        standIn.answerAction(accepted());
        CompletableFuture<Void> save = beginWithSaveThatHangs();
        clock.pass(Duration.ofSeconds(9));
        assertEquals(List.of(), host.gaveWay);

        clock.pass(Duration.ofSeconds(1));
        await().until(() -> host.gaveWay.size() == 1);

        assertEquals(1, host.claimed.size());
        host.nextSave = CompletableFuture.completedFuture(null);
        save.complete(null);
        bench.passUntilDone();
        assertEquals(1, bench.result().attempts());
        assertEquals(2, host.claimed.size(), "it is claimed anew");
    }

    private CompletableFuture<Void> beginWithSaveThatHangs() throws Exception {
        CompletableFuture<Void> save = new CompletableFuture<>();
        host.nextSave = save;
        bench.begin();
        await().until(() -> !host.saved.isEmpty());
        return save;
    }

    /** The first save takes that long, and the next one hangs as well. */
    private CompletableFuture<Void> hangAgainAfterSaveOf(Duration time) throws Exception {
        CompletableFuture<Void> first = beginWithSaveThatHangs();
        clock.pass(time);
        first.complete(null);
        await().until(() -> lastSaved() == Phase.BACKING_OFF);
        CompletableFuture<Void> second = new CompletableFuture<>();
        host.nextSave = second;
        clock.pass(Duration.ofSeconds(2));
        await().until(() -> lastSaved() == Phase.SAVING);
        return second;
    }

    private Phase lastSaved() {
        return host.saved.get(host.saved.size() - 1).phase();
    }

    /** Branches of one build could hold all permits of the app. */
    @Test
    void aDiskThatHungForLongBeforeKeepsNobodyElseFromBeingAskedForLong() throws Exception {
        hangAgainAfterSaveOf(Duration.ofSeconds(80));
        bench.throttle.limit(Limits.DEFAULT.withWrites(1));
        AtomicBoolean called = new AtomicBoolean();
        bench.throttle.queueWrite(() -> called.set(true));
        assertFalse(called.get());

        clock.pass(Duration.ofMinutes(2));

        assertTrue(called.get());
    }

    /** Found by the simulation: after a crash the request was in doubt, and calls left during the wait. */
    @Test
    void whatGraphHasAskedForIsSavedAgainIfTheDiskFails() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "20"), accepted());
        host.nextNote = new CompletableFuture<>();
        bench.begin();
        await().until(() -> !host.leaving.isEmpty());
        host.nextSave = CompletableFuture.failedFuture(new IOException("No space left on device"));
        host.nextNote.complete(null);
        await().until(() -> host.saved.size() == 2
                && clock.standing().stream().anyMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) <= 0));
        RequestState notSaved = host.saved.get(1);
        assertEquals(Duration.ofSeconds(20), Duration.between(clock.now(), notSaved.heldUntil()));

        host.nextSave = CompletableFuture.completedFuture(null);
        clock.pass(Duration.ofSeconds(2));

        assertEquals(3, host.saved.size());
        assertSame(notSaved, host.saved.get(2), "the wait does not begin anew");
        clock.pass(Duration.ofSeconds(17));
        assertEquals(Phase.BACKING_OFF, bench.request.phase());
        assertEquals(3, host.saved.size(), "once is enough");
        clock.pass(Duration.ofSeconds(1));
        bench.passShortWaits();
        assertEquals(2, bench.result().attempts());
    }

    /** On disk it may have left, so a restart would take it for a doubt. */
    @Test
    void whoHasAPermitAndReadsAgainIsWaitedForWhenJenkinsStops() throws Exception {
        standIn.answerAction(accepted());
        CompletableFuture<Void> save = beginWithSaveThatHangs();
        assertTrue(bench.request.sending());
        clock.pass(Duration.ofSeconds(6));
        bench.currentToken = new CompletableFuture<>();

        save.complete(null);

        await().until(() -> bench.request.phase() == Phase.READING);
        assertTrue(bench.request.sending());
        bench.currentToken.complete("token-one");
        bench.passUntilDone();
        assertEquals(1, bench.result().attempts());
    }

    @Test
    void whatGaveItsPermitBackKeepsNoJenkinsFromStopping() throws Exception {
        beginWithSaveThatHangs();
        clock.pass(Duration.ofSeconds(10));
        await().until(() -> host.gaveWay.size() == 1);

        assertEquals(Phase.SAVING, bench.request.phase());
        assertFalse(bench.request.sending());
    }

    /** Others would be told that it is about to ask, and not ask. */
    @Test
    void whatGaveItsPermitBackIsNotNotedAsAboutToLeave() throws Exception {
        CompletableFuture<Void> save = beginWithSaveThatHangs();
        clock.pass(Duration.ofSeconds(10));
        await().until(() -> host.gaveWay.size() == 1);

        save.complete(null);

        await().until(() -> bench.request.phase() == Phase.BACKING_OFF);
        assertEquals(List.of(), host.leaving);
    }
}
