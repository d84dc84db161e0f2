package io.jenkins.plugins.intune.graph;

import static io.jenkins.plugins.intune.standin.DeviceLists.empty;
import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.DeviceLists.searches;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.AnyText;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a device is called: Graph is asked for that, and for nothing else. */
class AnyValueTest {

    private static StandIn standIn;
    private static ScheduledExecutorService timer;
    private static HttpTransport transport;

    @BeforeAll
    static void start() {
        standIn = StandIn.start();
        timer = Executors.newSingleThreadScheduledExecutor();
        transport = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "test", timer);
    }

    @AfterAll
    static void stop() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }

    @Test
    void arrivesAsTyped() throws Exception {
        AnyText texts = new AnyText(20261126);
        List<String> values = new ArrayList<>(
                List.of("O'Brien's PC", "名前", "💻 of Zoë", "a+b&$top=1#c%27", "''", "%", "' or 1 eq 1 or '"));
        while (values.size() < 300) {
            values.add(texts.any(60));
        }
        for (String typed : values) {
            arrivesAsTyped(typed);
        }
    }

    private static void arrivesAsTyped(String typed) throws Exception {
        DeviceQuery query;
        try {
            query = DeviceQuery.of(DeviceProperty.DEVICE_NAME, typed);
        } catch (InvalidInputException refused) {
            assertEquals("deviceName", refused.field());
            return;
        }
        standIn.reset();
        standIn.stub(search().willReturn(empty()));

        new DeviceSearch(new CloudEndpoints(standIn.root(), standIn.root()), () -> transport)
                .find(query, ApiVersion.AUTO, "token", Duration.ofSeconds(10))
                .get(30, TimeUnit.SECONDS);

        assertEquals(List.of("deviceName eq '" + PlainText.trim(typed).replace("'", "''") + "'"), filters(standIn));
        assertEquals(
                "50", searches(standIn).get(0).queryParameter("$top").firstValue(), "nothing else of it has changed");
        assertEquals(1, standIn.requests());
    }
}
