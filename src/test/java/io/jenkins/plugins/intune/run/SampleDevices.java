package io.jenkins.plugins.intune.run;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.token;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;

/** Five devices, each with a way of answering that happens in real life. */
enum SampleDevices {
    ACCEPTED("7f1c2a44-1d0e-4b5f-9a86-000000000001", "a device that Intune knows") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(action(path()).willReturn(accepted()));
        }
    },
    UNKNOWN("7f1c2a44-1d0e-4b5f-9a86-000000000002", "a device that Intune does not know") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(action(path()).willReturn(error(404, "ResourceNotFound", "The device was not found.")));
        }
    },
    THROTTLED("7f1c2a44-1d0e-4b5f-9a86-000000000003", "a device whose first request is throttled") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(action(path())
                    .inScenario(name())
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willSetStateTo("calm")
                    .willReturn(
                            error(429, "TooManyRequests", "Too many requests.").withHeader("Retry-After", "2.128")));
            standIn.stub(action(path())
                    .inScenario(name())
                    .whenScenarioStateIs("calm")
                    .willSetStateTo(Scenario.STARTED)
                    .willReturn(accepted()));
        }
    },
    SILENT(
            "7f1c2a44-1d0e-4b5f-9a86-000000000004",
            "a device whose request gets no answer in time, and where a new session link is found then") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(action(path())
                    .inScenario(name())
                    .willSetStateTo("asked")
                    .willReturn(accepted().withFixedDelay(60_000)));
            standIn.stub(get(urlPathEqualTo("/v1.0/" + path()))
                    .inScenario(name())
                    .whenScenarioStateIs("asked")
                    .willSetStateTo(Scenario.STARTED)
                    .willReturn(deviceWith("https://get.teamviewer.example/s/stand-in")));
        }
    },
    AGREEING(
            "7f1c2a44-1d0e-4b5f-9a86-000000000005",
            "a device where the person agrees, and the session link is waited for") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(
                    action(path()).inScenario(name()).willSetStateTo("asked").willReturn(accepted()));
            standIn.stub(get(urlPathEqualTo("/v1.0/" + path()))
                    .inScenario(name())
                    .whenScenarioStateIs("asked")
                    .willSetStateTo("agreed")
                    .willReturn(deviceWith("")));
            standIn.stub(get(urlPathEqualTo("/v1.0/" + path()))
                    .inScenario(name())
                    .whenScenarioStateIs("agreed")
                    .willSetStateTo(Scenario.STARTED)
                    .willReturn(deviceWith("https://get.teamviewer.example/s/agreed")));
        }

        @Override
        int sessionTimeout() {
            return 60;
        }
    };

    /** A secret that the stand-in for Entra ID says has expired. */
    static final String EXPIRED_SECRET = "expired-secret-of-the-stand-in";

    private final String id;
    private final String description;

    SampleDevices(String id, String description) {
        this.id = id;
        this.description = description;
    }

    String id() {
        return id;
    }

    String description() {
        return description;
    }

    String path() {
        return "deviceManagement/managedDevices/" + id;
    }

    /** How long the session is waited for, in seconds; 0 for not at all. */
    int sessionTimeout() {
        return 0;
    }

    abstract void stub(StandIn standIn);

    /** Starts a stand-in that knows them all. */
    static StandIn start() {
        StandIn standIn = StandIn.start();
        standIn.device("");
        standIn.emptyDeviceList();
        standIn.connector("onboarded");
        String token = IdTokens.withRoles("DeviceManagementManagedDevices.ReadWrite.All");
        standIn.stub(tokenRequest().willReturn(token(token, 3599)));
        standIn.stub(tokenRequest()
                .withRequestBody(containing("client_secret=" + EXPIRED_SECRET))
                .willReturn(refusal(401, 7000222, "The provided client secret keys for the app are expired.")));
        for (SampleDevices device : values()) {
            device.stub(standIn);
        }
        return standIn;
    }
}
