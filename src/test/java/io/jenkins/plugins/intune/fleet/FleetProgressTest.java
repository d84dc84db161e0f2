package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0);
        FleetLink link = new FleetLink(new AccessCache(host::access, clock, false), clock.platform(), options);
        FleetProgress progress = new FleetProgress(host, clock.platform(), link, false);
        FleetCounts counts = FleetCounts.none(3);
        progress.begin(Runnable::run, counts);
        progress.note(counts, 3);

        clock.pass(Duration.ofMinutes(10));

        assertEquals(Duration.ofMinutes(10), progress.status().orElseThrow().left());
        assertTrue(log.get(log.size() - 1).contains("about 10 min"), log::toString);
        progress.end();
    }
}
