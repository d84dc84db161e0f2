package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several steps of a build for one device, with what the build knows of them. */
class OnceInABuildTest {

    private static final Duration SHORT_WAIT = Duration.ofSeconds(5);
    private static final String LINK = "https://get.teamviewer.com/s1";
    private static final String OTHERS = "https://get.teamviewer.com/of-somebody-else";

    private final RequestBench bench = new RequestBench();
    private final StandIn standIn = bench.standIn;
    private final AskedDevices asked = new AskedDevices();
    private final List<String> claims = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() {
        standIn.device("");
        standIn.answerAction(StandIn.accepted());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private RequestDriver step(String key, RequestPlan plan) {
        return step(key, plan, RequestState.startingAt(bench.clock.now()), false);
    }

    private RequestDriver step(String key, RequestPlan plan, RequestState state, boolean resumed) {
        RecordingHost host = new RecordingHost() {
            @Override
            public CompletableFuture<Claim> claim(
                    String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
                claims.add(key);
                return asked.claim(deviceId, key, false, busy);
            }

            @Override
            public CompletableFuture<Void> ended(RequestPlan ended, RequestState last, RequestReport report) {
                asked.ended(key, report);
                return CompletableFuture.completedFuture(null);
            }
        };
        AccessCache cache = new AccessCache(() -> bench.access, bench.clock, resumed);
        return new RequestDriver(plan, state, resumed, host, cache, bench.clock.platform(), null);
    }

    private static RequestPlan plan(long timeout, OnDoubt onDoubt, long sessionTimeout) throws Exception {
        return plan(new RequestOptions(ApiVersion.AUTO, timeout, onDoubt, sessionTimeout));
    }

    private static RequestPlan plan(RequestOptions options) throws Exception {
        return new RequestPlan(DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE), options, false);
    }

    private RequestReport run(String key, RequestPlan plan) {
        bench.request = step(key, plan);
        bench.outcome = bench.request.start();
        bench.passUntilDone();
        return bench.report();
    }

    /** Moves the clock on, but only while somebody waits for that: calls to the stand-in take time of their own. */
    private void passUntil(CompletableFuture<?> done) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            if (bench.clock.standing().stream().anyMatch(wait -> wait.compareTo(SHORT_WAIT) < 0)) {
                bench.clock.pass(Duration.ofSeconds(1));
            }
            return done.isDone();
        });
    }

    @Test
    void aStepThatEndedWhileItsCredentialWasLookedUpClaimsNothingAfterwards() throws Exception {
        CompletableFuture<GraphAccess> slow = new CompletableFuture<>();
        bench.access = slow;
        CompletableFuture<RequestReport> end = step(
                        "one", plan(new RequestOptions(ApiVersion.AUTO, 5, OnDoubt.FAIL, 0, false, 15)))
                .start();
        bench.clock.pass(Duration.ofSeconds(6));
        assertEquals(Outcome.FAILED, end.join().outcome(), "the provider took more than the step's time");

        slow.complete(bench.access(Cloud.CUSTOM));

        assertEquals(Outcome.ACCEPTED, run("two", plan(120, OnDoubt.FAIL, 0)).outcome());
        assertEquals(List.of("two"), claims);
    }

    /** However often the device is read before. */
    private void theSessionBeginsWhenItIsAskedFor() {
        String asked = "asked";
        standIn.stub(StandIn.action(".*")
                .inScenario("session")
                .willReturn(StandIn.accepted())
                .willSetStateTo(asked));
        standIn.stub(StandIn.deviceRead()
                .inScenario("session")
                .whenScenarioStateIs(asked)
                .willReturn(StandIn.deviceWith(LINK)));
    }

    @Test
    void aSecondStepHandsOutNoLinkOfAnotherSession() throws Exception {
        theSessionBeginsWhenItIsAskedFor();
        assertEquals(LINK, run("one", plan(120, OnDoubt.FAIL, 300)).sessionUrl());
        standIn.device(OTHERS);

        // The session is over, and a colleague has opened another one from the admin center.
        bench.clock.pass(Duration.ofHours(3));
        RequestReport second = run("two", plan(120, OnDoubt.FAIL, 300));

        assertEquals(Outcome.NO_SESSION, second.outcome());
        assertNull(second.sessionUrl());
        assertTrue(second.message().contains("another session"), second::message);
        assertEquals(1, standIn.actions().size(), "nobody is asked again");
    }

    @Test
    void aSecondStepHandsOutTheLinkThatTheFirstOneHasFound() throws Exception {
        theSessionBeginsWhenItIsAskedFor();
        run("one", plan(120, OnDoubt.FAIL, 300));

        assertEquals(LINK, run("two", plan(120, OnDoubt.FAIL, 300)).sessionUrl());
    }

    @Test
    void whoComesMeanwhileWaitsAsLongAsTheOtherTakesForItsSession() throws Exception {
        RequestDriver first = step("one", plan(60, OnDoubt.FAIL, 600));
        CompletableFuture<RequestReport> firstEnd = first.start();
        await().until(() -> {
            bench.clock.pass(Duration.ofMillis(100));
            return first.status().startsWith("watching") || !standIn.actions().isEmpty();
        });
        CompletableFuture<RequestReport> secondEnd =
                step("two", plan(60, OnDoubt.FAIL, 600)).start();
        await().until(() -> claims.contains("two"));
        bench.clock.pass(Duration.ofSeconds(300));
        assertFalse(firstEnd.isDone());
        assertFalse(secondEnd.isDone(), () -> secondEnd.join().message());

        standIn.device(LINK);
        passUntil(secondEnd);

        assertEquals(LINK, firstEnd.join().sessionUrl());
        assertEquals(LINK, secondEnd.join().sessionUrl());
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whoWaitedForAnotherThatReachedNobodyHasAllOfItsTime() throws Exception {
        CompletableFuture<Claim> open = asked.claim(DEVICE, "other", false, end -> {});
        assertInstanceOf(Claim.Granted.class, open.join());
        CompletableFuture<RequestReport> end =
                step("two", plan(30, OnDoubt.FAIL, 0)).start();
        await().until(() -> claims.contains("two"));
        bench.clock.pass(Duration.ofMinutes(10));
        assertFalse(end.isDone());

        asked.ended("other", reachedNobody());
        passUntil(end);

        assertEquals(Outcome.ACCEPTED, end.join().outcome());
    }

    @Test
    void whoHasWaitedIsNotKeptForEverByALogThatCannotBeRead() throws Exception {
        CompletableFuture<Claim> never = new CompletableFuture<>();
        CompletableFuture<RequestReport> other = new CompletableFuture<>();
        RecordingHost host = new RecordingHost() {
            @Override
            public CompletableFuture<Claim> claim(
                    String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
                claims.add("two");
                busy.accept(other);
                return never;
            }
        };
        AccessCache cache = new AccessCache(() -> bench.access, bench.clock, false);
        CompletableFuture<RequestReport> end = new RequestDriver(
                        plan(30, OnDoubt.FAIL, 0),
                        RequestState.startingAt(bench.clock.now()),
                        false,
                        host,
                        cache,
                        bench.clock.platform(),
                        null)
                .start();
        await().until(() -> claims.contains("two"));
        bench.clock.pass(Duration.ofMinutes(10));
        assertFalse(end.isDone());

        other.complete(reachedNobody());
        bench.clock.pass(Duration.ofSeconds(31));

        assertEquals(Outcome.FAILED, end.join().outcome());
    }

    @Test
    void whoWaitsForOneAfterAnotherHasAllOfItsTime() throws Exception {
        asked.claim(DEVICE, "a", false, end -> {});
        CompletableFuture<RequestReport> end =
                step("c", plan(30, OnDoubt.FAIL, 0)).start();
        await().until(() -> claims.contains("c"));
        CompletableFuture<Claim> next = asked.claim(DEVICE, "b", false, ended -> {});
        bench.clock.pass(Duration.ofMinutes(10));
        RequestReport nobody = reachedNobody();

        asked.ended("a", nobody);
        assertInstanceOf(Claim.Granted.class, next.join(), "b is the next, and not c");
        bench.clock.pass(Duration.ofMinutes(10));
        asked.ended("b", nobody);
        passUntil(end);

        assertEquals(Outcome.ACCEPTED, end.join().outcome(), () -> end.join().message());
    }

    private RequestReport reachedNobody() {
        RequestReport report = RequestReport.brokenOff(
                RequestState.startingAt(bench.clock.now()).withDevice(DEVICE, ""));
        assertEquals(Outcome.FAILED, report.outcome());
        return report;
    }

    @Test
    void aSecondStepHasItsWholeTimeForTheSessionAfterARestartToo() throws Exception {
        RequestPlan plan = plan(120, OnDoubt.FAIL, 600);
        RequestState state = RequestState.startingAt(bench.clock.now())
                .withDevice(DEVICE, "")
                .withBefore("", "")
                .attempting(bench.clock.now(), "c-1")
                .answered("r-1")
                .accepted(bench.clock.now(), false);
        asked.restore("one", RequestReport.brokenOff(state));
        bench.clock.pass(Duration.ofHours(2));
        RecordingHost host = new RecordingHost() {
            @Override
            public CompletableFuture<Claim> claim(
                    String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
                return asked.claim(deviceId, "two", false, busy);
            }
        };
        AccessCache cache = new AccessCache(() -> bench.access, bench.clock, false);
        new RequestDriver(
                        plan,
                        RequestState.startingAt(bench.clock.now()),
                        false,
                        host,
                        cache,
                        bench.clock.platform(),
                        null)
                .start();
        await().until(() -> !host.saved.isEmpty());
        RequestState saved = host.saved.get(host.saved.size() - 1);
        AskedDevices afterwards = new AskedDevices();
        afterwards.resume("two", RequestReport.brokenOff(saved));
        assertFalse(afterwards.claim(DEVICE, "three", false, busy -> {}).isDone(), "a third one waits for it");

        CompletableFuture<RequestReport> resumed =
                step("two", plan, saved, true).start();
        bench.clock.pass(Duration.ofSeconds(300));
        assertFalse(
                resumed.isDone(),
                () -> "ended after less than 300 s of 600: " + resumed.join().outcome());
        standIn.device(LINK);
        passUntil(resumed);

        assertEquals(LINK, resumed.join().sessionUrl());
    }

    @Test
    void aDoubtThatIsSentAgainIsClaimedAgain() throws Exception {
        RequestState doubt = RequestState.startingAt(bench.clock.now())
                .withDevice(DEVICE, "")
                .withBefore("", "")
                .attempting(bench.clock.now(), "c-1");
        asked.restore("one", RequestReport.brokenOff(doubt));

        RequestReport second = run("two", plan(120, OnDoubt.RESEND, 0));

        assertEquals(Outcome.ACCEPTED, second.outcome());
        assertEquals(List.of("two", "two"), claims, "whoever counts requests must know of the second one");
    }
}
