package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.values.Language;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a fleet may take, as it says itself. */
class FleetProgressTest {

    private final ManualPlatform clock = new ManualPlatform();
    private final List<String> log = new ArrayList<>();
    private final FleetHost host = new FleetHost() {
        @Override
        public void log(String line) {
            log.add(line);
        }

        @Override
        public CompletableFuture<GraphAccess> access() {
            return new CompletableFuture<>();
        }
    };

    @Test
    void whatHoldsUpAllDevicesIsNotOverInASecond() {
        FleetProgress progress = untilTheEnd(0);
        FleetCounts counts = FleetCounts.none(3);
        progress.begin(Runnable::run, counts);
        progress.note(counts, 3);

        clock.pass(Duration.ofMinutes(10));

        assertEquals(Duration.ofMinutes(10), progress.status().orElseThrow().left());
        assertTrue(log.get(log.size() - 1).contains("about 10 min"), log::toString);
        progress.end();
    }

    /** A hundred of four hundred have ended in ten minutes, and a hundred had before a restart. */
    @Test
    void whatIsLeftTakesAsLongAsWhatHasEnded() {
        FleetProgress progress = untilTheEnd(0);
        progress.begin(Runnable::run, accepted(500, 100));
        clock.pass(Duration.ofMinutes(10));

        progress.note(accepted(500, 200), 20);

        assertEquals(Duration.ofMinutes(30), progress.status().orElseThrow().left());
        progress.end();
    }

    @Test
    void nothingIsEstimatedFromLessThanHalfAMinute() {
        FleetProgress progress = untilTheEnd(0);
        progress.begin(Runnable::run, FleetCounts.none(500));
        progress.note(accepted(500, 1), 20);

        clock.pass(Duration.ofMillis(29_999));
        assertEquals(Duration.ZERO, progress.status().orElseThrow().left(), "no throttle says more");
        clock.pass(Duration.ofMillis(1));
        assertEquals(
                Duration.ofSeconds(30 * 499), progress.status().orElseThrow().left());
        progress.end();
    }

    @Test
    void theLogGetsALineEveryFewSecondsWhileSomethingHappensAndOneAMinuteOtherwise() {
        FleetProgress progress = untilTheEnd(0);
        progress.begin(Runnable::run, FleetCounts.none(500));
        progress.note(FleetCounts.none(500), 20);
        pass(55);
        assertEquals(List.of(), log);
        pass(5);
        assertEquals(1, log.size());

        progress.note(accepted(500, 1), 20);
        pass(5);
        assertEquals(2, log.size());
        pass(55);
        assertEquals(2, log.size());
        pass(5);
        assertEquals(3, log.size());

        progress.end();
        pass(600);
        assertEquals(3, log.size(), "it has ended");
        assertEquals(List.of(), clock.standing());
    }

    /** Whoever finds no place begins when others have had their whole time. */
    @Test
    void whoIsInLineForAPlaceWaitsForTheSessionsOfOthers() {
        FleetProgress progress = untilTheEnd(300);
        progress.begin(Runnable::run, FleetCounts.none(Fleet.MAX_UNDER_WAY * 2));

        progress.note(FleetCounts.none(Fleet.MAX_UNDER_WAY * 2), Fleet.MAX_UNDER_WAY);
        assertEquals(Duration.ofSeconds(600), progress.status().orElseThrow().sessions());
        progress.note(FleetCounts.none(Fleet.MAX_UNDER_WAY * 2 + 1), Fleet.MAX_UNDER_WAY);
        assertEquals(Duration.ofSeconds(900), progress.status().orElseThrow().sessions());
        progress.end();
    }

    private static FleetCounts accepted(int total, int accepted) {
        return new FleetCounts(total, accepted, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Second by second, so that each timer fires at its time. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.pass(Duration.ofSeconds(1));
        }
    }

    private FleetProgress untilTheEnd(int sessionTimeout) {
        return progress(sessionTimeout, () -> Duration.ZERO);
    }

    private FleetProgress progress(int sessionTimeout, Supplier<Duration> left) {
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, sessionTimeout);
        FleetLink link = new FleetLink(new AccessCache(host::access, clock, false), clock.platform(), options);
        return new FleetProgress(host, clock.platform(), link, options, left);
    }

    /** Two of three have had their session; the last person may still think about it. */
    @Test
    void theLastSessionIsNotThereInASecondOnlyBecauseTheOthersWere() {
        FleetProgress progress = waitingForSessions(Duration.ofSeconds(260));

        assertEquals(
                "2 of 3 devices are done, 0 of them failed. Remaining: 1, which may take up to 5 min,"
                        + " because sessions are waited for.",
                progress.status().orElseThrow().progress());
        assertTrue(waitingForSessions(Duration.ofMillis(9_500))
                .status()
                .orElseThrow()
                .progress()
                .contains("up to 10 s"));
        try (Language chinese = Language.speak(() -> Locale.SIMPLIFIED_CHINESE)) {
            assertEquals(
                    "3 台设备中已完成 2 台，其中失败 0 台。尚未完成：1 台，因为要等待会话，最多还需要 5 分钟。",
                    progress.status().orElseThrow().progress());
        }
    }

    @Test
    void whoHasNotBeenAskedHasAllTheTimeForASession() {
        FleetProgress progress = progress(300, () -> Duration.ofSeconds(3));
        progress.begin(Runnable::run, FleetCounts.none(3));

        progress.note(FleetCounts.none(3), 2);

        assertEquals(Duration.ofSeconds(300), progress.status().orElseThrow().sessions());
        progress.end();
    }

    @Test
    void aFleetThatNobodyAnswersSaysUntilItsEndHowLongItWaitsAtMost(@TempDir Path folder) throws Exception {
        FleetBench bench = new FleetBench(folder.resolve("journal.jsonl"));
        try {
            bench.sessionTimeoutSeconds = 300;
            CompletableFuture<FleetResult> outcome =
                    bench.fleet(FleetBench.devices(2)).start();

            bench.passUntil(() -> bench.status
                    .get()
                    .filter(now -> now.counts().ended() == 0
                            && now.underWay() == 2
                            && now.sessions().compareTo(Duration.ofSeconds(60)) <= 0)
                    .isPresent());

            String said = bench.status.get().orElseThrow().progress();
            assertTrue(said.matches(".*Remaining: 2, which may take up to ([1-5]?\\d|60) s, .*"), said);
            assertEquals(2, bench.result(outcome).counts().withoutSession());
            assertTrue(bench.log.stream().anyMatch(line -> line.contains("up to 4 min")), bench.log::toString);
            assertTrue(bench.log.stream().noneMatch(line -> line.contains("about")), bench.log::toString);
        } finally {
            bench.close();
        }
    }

    private FleetProgress waitingForSessions(Duration left) {
        FleetProgress progress = progress(300, () -> left);
        progress.begin(Runnable::run, FleetCounts.none(3));
        progress.note(new FleetCounts(3, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0), 1);
        progress.end();
        return progress;
    }
}
