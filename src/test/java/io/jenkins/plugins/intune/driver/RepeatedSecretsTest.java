package io.jenkins.plugins.intune.driver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A Graph, or something in its place, whose answers contain secrets that must not be in a log. */
class RepeatedSecretsTest {

    private static final String TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.cGF5bG9hZA.c2lnbmF0dXJl";
    private static final String LINK = "https://get.teamviewer.com/v15/s12345678";

    @AutoClose
    private final RequestBench bench = new RequestBench();

    @Test
    void aTokenThatAnErrorRepeatsIsHidden() throws Exception {
        bench.currentToken = CompletableFuture.completedFuture(TOKEN);
        bench.standIn.answerAction(aResponse()
                .withStatus(400)
                .withHeader("request-id", "Bearer " + TOKEN)
                .withBody("<html>Your request: POST / Authorization: Bearer " + TOKEN + " was blocked</html>"));

        bench.begin();
        bench.passUntilDone();

        RequestReport report = bench.report();
        assertTrue(report.message().contains("Authorization: Bearer **** was blocked"), report::message);
        assertFalse(report.toString().contains("eyJ0"), report::toString);
        assertFalse(String.join("\n", bench.host.log).contains("eyJ0"), bench.host.log::toString);
    }

    @Test
    void aLinkInAnAnswerThatIsNoDeviceIsNotLogged() throws Exception {
        String noDevice = "{\"remoteAssistanceSessionUrl\":\"" + LINK + "\",\"id\":\"no id of a device\"}";
        bench.standIn.inTurn(
                StandIn.deviceRead(), aResponse().withStatus(200).withBody(noDevice), StandIn.deviceWith(LINK));
        bench.standIn.answerAction(StandIn.accepted());
        DeviceAddress device = DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE);

        bench.begin(RequestBench.plan(device, ApiVersion.AUTO, OnDoubt.FAIL, 300));
        bench.passUntilDone();

        String log = String.join("\n", bench.host.log);
        assertFalse(log.contains("teamviewer"), log);
        assertTrue(log.contains("200 OK. The answer is not the device that was asked for."), log);
        assertFalse(log.contains("Only 204"), log);
    }
}
