package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long a fleet bears a credential or a token endpoint that is down. */
class FleetLinkTest {

    private static final Exception DOWN = new IOException("down");

    private final ManualPlatform clock = new ManualPlatform();
    private final FleetLink link = new FleetLink(
            new AccessCache(CompletableFuture::new, clock, false),
            clock.platform(),
            new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0));

    @Test
    void itIsTriedAgainLessAndLessOften() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            waits.add(link.nextTry(DOWN).orElseThrow().toSeconds());
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 16L, 16L), waits);
    }

    @Test
    void untilItHasBeenDownForAsLongAsADeviceHas() {
        clock.pass(Duration.ofHours(1));
        link.nextTry(DOWN);
        clock.pass(Duration.ofMillis(59_999));
        assertEquals(Optional.of(Duration.ofSeconds(2)), link.nextTry(DOWN));
        clock.pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), link.nextTry(DOWN));
    }

    @Test
    void aRefusalIsFinalAndWhatMayPassIsNot() {
        assertEquals(Optional.empty(), link.nextTry(new TokenException("wrong secret", false, null, null)));
        assertEquals(Optional.of(Duration.ofSeconds(1)), link.nextTry(new TokenException("busy", true, null, null)));
    }
}
