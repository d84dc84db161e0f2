package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.TENANT;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.device;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether a device was asked lately, as builds that run side by side are told. */
class RecentRequestsTest extends RecentRequestsFixture {

    @Test
    void isToldWhenAndByWhom() {
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.SESSION, entry -> {});

        assertEquals(new LastAsked(line.at(), KIM, false), last(QUARTER).orElseThrow());
        assertEquals(
                Optional.empty(), log.lastAsked(TENANT, device(2), QUARTER, EVE).join());
        assertEquals(
                Optional.empty(),
                log.lastAsked(new GraphTenant("microsoftgraph.chinacloudapi.cn", TENANT.id()), device(1), QUARTER, EVE)
                        .join(),
                "in another cloud it is another device");
        GraphTenant other = new GraphTenant(TENANT.cloud(), "99999999-9999-4999-8999-999999999999");
        assertEquals(
                Optional.empty(), log.lastAsked(other, device(1), QUARTER, EVE).join(), "and in another tenant, too");
        assertTrue(log.claim(other, device(1), QUARTER, EVE).join().earlier().isEmpty());
        assertTrue(log.lastAsked(GraphTenant.UNKNOWN, device(1), QUARTER, EVE)
                .join()
                .isPresent());
        bench.clock.pass(QUARTER);
        assertEquals(Optional.empty(), last(QUARTER));
        assertTrue(last(Duration.ofHours(1)).isPresent());
    }

    @Test
    void whoseDeviceItWasIsKnownAfterARestart() {
        ask(1);
        restart();

        GraphTenant other = new GraphTenant(TENANT.cloud(), "99999999-9999-4999-8999-999999999999");
        assertEquals(
                Optional.empty(), log.lastAsked(other, device(1), QUARTER, EVE).join());
        assertTrue(last(QUARTER).isPresent());
    }

    @Test
    void whatWaitsBecauseOfAThrottleHasAskedNobodySoFar() {
        AuditLine.Asked throttled = ask(1);
        log.unprocessed(throttled.id(), throttled.sequence(), null);
        assertEquals(Optional.empty(), last(QUARTER));

        AuditLine.Asked second = again(throttled, 2, bench.clock.now());
        log.asked(second);
        assertEquals(Optional.of(KIM), lastRequester());
        log.ended(second, Outcome.ACCEPTED, entry -> {});

        restart();
        assertEquals(Optional.of(KIM), lastRequester());
    }

    @Test
    void whatReachedNobodyDoesNotCount() {
        AuditLine.Asked first = ask(1);
        log.ended(first, Outcome.IN_DOUBT, entry -> {});
        bench.clock.pass(Duration.ofMinutes(1));
        AuditLine.Asked refused = askFirst(77, ANNA);
        assertEquals(ANNA, last(QUARTER).orElseThrow().requester(), "as long as nobody knows, it does");

        log.ended(refused, Outcome.FAILED, entry -> {});

        assertEquals(KIM, last(QUARTER).orElseThrow().requester());
        log.ended(first, Outcome.FAILED, entry -> {});
        assertEquals(Optional.empty(), last(QUARTER));
    }

    @Test
    void ofTwoAtTheSameTimeOneGetsTheDevice() {
        List<DeviceClaim> claims = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> claim(new Requester("other", i, TEN, "anna", "SYSTEM")))
                .toList();

        assertEquals(
                1, claims.stream().filter(claim -> claim.earlier().isEmpty()).count());
        assertEquals(
                63,
                claims.stream()
                        .filter(claim -> claim.earlier().map(LastAsked::claimed).equals(Optional.of(true)))
                        .count());
        claims.forEach(DeviceClaim::release);
        assertTrue(claim().earlier().isEmpty(), "what was released, and nobody asked, is free");
    }

    @Test
    void aClaimHoldsAsLongAsTheRequestAndItsRequestAfterwards() {
        DeviceClaim first = claim(ANNA);
        bench.clock.pass(Duration.ofHours(2));
        assertTrue(claim().earlier().isPresent(), "it waits in line, for hours perhaps");
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.ACCEPTED, entry -> {});

        first.release();

        assertEquals(KIM, claim().earlier().orElseThrow().requester());
        bench.clock.pass(QUARTER);
        assertTrue(claim().earlier().isEmpty());
    }

    @Test
    void ofAClaimAndARequestTheLaterIsToldAndEachCountsInItsTenantAlone() {
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, entry -> {});
        bench.clock.pass(Duration.ofMinutes(5));
        claim(KIM);
        bench.clock.pass(Duration.ofMinutes(5));
        log.ended(askFirst(2, ANNA), Outcome.ACCEPTED, entry -> {});

        assertEquals(
                new LastAsked(bench.clock.now(), ANNA, false), last(QUARTER).orElseThrow());
        assertEquals(true, claim(ANNA).earlier().orElseThrow().claimed(), "and not the request from before it");
        GraphTenant other = new GraphTenant(TENANT.cloud(), "99999999-9999-4999-8999-999999999999");
        assertTrue(log.claim(other, device(1), QUARTER, EVE).join().earlier().isEmpty());
    }

    @Test
    void anIdIsTheSameInCapitals() {
        log.claim(TENANT, device(1).toUpperCase(Locale.ROOT), QUARTER, ANNA);

        assertEquals(Optional.of(ANNA), lastRequester());
        assertTrue(log.lastAsked(TENANT, device(1).toUpperCase(Locale.ROOT), QUARTER, EVE)
                .join()
                .isPresent());
    }

    @Test
    void aBuildThatAsksAgainHoldsItsDeviceMeanwhile() {
        log.ended(ask(1), Outcome.ACCEPTED, entry -> {});
        bench.clock.pass(Duration.ofMinutes(14));
        DeviceClaim own = claim(KIM);
        assertEquals(Optional.empty(), own.earlier(), "what the build itself has asked is not judged here");
        bench.clock.pass(Duration.ofMinutes(2));

        assertEquals(KIM, claim(ANNA).earlier().orElseThrow().requester());
        own.release();
        assertEquals(Optional.empty(), claim(ANNA).earlier());
    }

    @Test
    void anotherBuildsRequestCountsAlsoIfTheOwnOneIsLater() {
        log.ended(askFirst(1, ANNA), Outcome.ACCEPTED, entry -> {});
        bench.clock.pass(Duration.ofMinutes(1));
        log.ended(askFirst(2, KIM), Outcome.ACCEPTED, entry -> {});

        assertEquals(ANNA, claim(KIM).earlier().orElseThrow().requester());
    }

    @Test
    void aBuildIsAnotherOneIfItsJobWasMadeAnewAndTheSameIfItsJobWasRenamed() {
        log.ended(ask(1), Outcome.ACCEPTED, entry -> {});
        Requester anew = new Requester(KIM.job(), KIM.build(), bench.clock.now(), "kim", "SYSTEM");
        assertEquals(KIM, claim(anew).earlier().orElseThrow().requester());

        log.jobNames().renamed(KIM.job(), "desk/ask", false);
        bench.runDisk();

        Requester renamed = new Requester("desk/ask", KIM.build(), KIM.began(), "kim", "SYSTEM");
        assertEquals(Optional.empty(), claim(renamed).earlier());
        assertEquals("desk/ask", claim(ANNA).earlier().orElseThrow().requester().job(), "it is told by that name");
        restart();
        assertEquals(Optional.empty(), claim(renamed).earlier(), "after a restart as well");
        assertTrue(claim(anew).earlier().isPresent());
    }

    /** The last day is read first, and with it the later of the names. */
    @Test
    void aBuildOfAJobThatWasRenamedTwiceIsTheSameAfterARestart() {
        log.jobNames().renamed(KIM.job(), "desk/ask", true);
        bench.runDisk();
        bench.clock.pass(Duration.ofDays(3));
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, entry -> {});
        log.jobNames().renamed("desk/ask", "desk/help", true);
        bench.runDisk();
        restart();

        Requester renamed = new Requester("desk/help", KIM.build(), KIM.began(), "kim", "SYSTEM");
        assertEquals(Optional.empty(), claim(renamed).earlier());
        assertEquals(
                "desk/help", claim(ANNA).earlier().orElseThrow().requester().job());
    }

    @Test
    void aRequestThatEndsWhileTheLogIsReadOnceMoreCountsByItsEnd() {
        AuditLine.Asked refused = askFirst(1, KIM);
        bench.runDisk();
        bench.clock.setClock(Duration.ofDays(30));
        restart();
        bench.clock.setClock(Duration.ofDays(-30));
        CompletableFuture<Optional<LastAsked>> last = log.lastAsked(TENANT, device(1), QUARTER, EVE);
        log.ended(refused, Outcome.FAILED, entry -> {});
        bench.runDisk();

        assertEquals(Optional.empty(), last.join());
    }

    @Test
    void aRequestThatEndsBeforeTheLogIsReadCountsByItsEnd() {
        AuditLine.Asked refused = ask(1);
        log = bench.log();
        log.ended(refused, Outcome.FAILED, entry -> {});
        bench.runDisk();
        assertEquals(Optional.empty(), lastRequester());

        AuditLine.Asked accepted = askFirst(2, KIM);
        bench.runDisk();
        log = bench.log();
        log.ended(accepted, Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        assertEquals(Optional.of(KIM), lastRequester());
    }

    @Test
    void aRequestWhoseLineACrashHasLostCountsAsSoonAsItGoesOn() {
        AuditLine.Asked line = asked(1, bench.clock.now(), KIM);
        // After a restart nobody knows any more whose device it was.
        AuditLine.Asked unlocated = new AuditLine.Asked(
                line.id(), null, line.at(), GraphTenant.UNKNOWN, line.deviceId(), line.device(), line.requester(), 0);
        log.resumed(unlocated);
        assertEquals(Optional.of(KIM), lastRequester());
        restart();
        log.ended(unlocated, Outcome.ACCEPTED, entry -> {});
        assertEquals(Optional.of(KIM), lastRequester());
        bench.runDisk();
        restart();

        assertEquals(Optional.of(KIM), lastRequester());
    }

    /** In doubt, ten minutes later throttled; Jenkins dies, the step cannot resume, and the log's files are not read yet. */
    @Test
    void whatBreaksOffIsDatedByTheAttemptInDoubt() {
        AuditLine.Asked first = ask(1);
        RequestState doubted = state(first);
        bench.clock.pass(Duration.ofMinutes(10));
        log.asked(again(first, 2, bench.clock.now()));
        bench.runDisk();
        bench.clock.pass(Duration.ofMinutes(1));

        log = bench.log();
        log.start();
        new AuditWitness(log, KIM, entry -> {})
                .brokenOff(doubted.attempting(bench.clock.now(), id(2).toString())
                        .backingOffUntil(bench.clock.now().plusSeconds(600)));
        bench.runDisk();

        assertEquals(Optional.of(first.at()), last(QUARTER).map(LastAsked::at));
        bench.clock.pass(Duration.ofMinutes(4));
        assertEquals(Optional.empty(), last(QUARTER));
    }

    /** A request whose only attempt is in doubt. */
    private static RequestState state(AuditLine.Asked line) {
        Map<String, Object> attempt =
                Map.of("id", line.attempt().toString(), "sentAt", line.at().toEpochMilli());
        return RequestState.of(Map.of(
                "phase",
                "QUEUEING",
                "deviceId",
                line.deviceId(),
                "sent",
                Map.of("attempts", 1, "sequence", line.sequence(), "latest", attempt, "inDoubt", attempt)));
    }

    /** The build has forgotten an attempt in doubt, and sends another one, which is refused before the log's files are read. */
    @Test
    void aForgottenDoubtKeepsOthersAwayAlthoughALaterAttemptIsRefusedBeforeTheLogIsRead() {
        AuditLine.Asked first = ask(1);
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        log.ended(second, Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
        bench.clock.pass(Duration.ofMinutes(1));

        log = bench.log();
        log.start();
        AuditLine.Asked third = again(first, 3, bench.clock.now());
        log.asked(third);
        log.ended(third, Outcome.FAILED, entry -> {});
        bench.runDisk();

        assertEquals(Optional.of(second.at()), last(QUARTER).map(LastAsked::at));
        assertEquals(
                List.of("in_doubt"),
                entries().stream().map(AuditEntry::outcomeId).toList());
    }
}
