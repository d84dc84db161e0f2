package io.jenkins.plugins.intune.run;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.token;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.InvalidInputException;

/** Devices, each with a way of answering that happens in real life, and two ways to look one up. */
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

        @Override
        int timeout() {
            return 10;
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
    },
    LOOKED_UP(DeviceLists.id(6), "a device that is found by its serial number", DeviceProperty.SERIAL_NUMBER, "SN-6") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(search("serialNumber eq 'SN-6'").willReturn(DeviceLists.list(6, 6)));
            standIn.stub(get(urlPathEqualTo("/v1.0/" + path())).willReturn(okJson(DeviceLists.device(6))));
            standIn.stub(action(path()).willReturn(accepted()));
        }
    },
    AMBIGUOUS(
            DeviceLists.id(7),
            "a name that two devices have, so nobody is asked",
            DeviceProperty.DEVICE_NAME,
            "RECEPTION") {
        @Override
        void stub(StandIn standIn) {
            standIn.stub(search("deviceName eq 'RECEPTION'").willReturn(DeviceLists.called("RECEPTION", 7, 8)));
        }
    };

    /** A secret that the stand-in for Entra ID says has expired. */
    static final String EXPIRED_SECRET = "expired-secret-of-the-stand-in";

    private final String id;
    private final String description;
    private final DeviceProperty property;
    private final String value;

    SampleDevices(String id, String description) {
        this(id, description, null, null);
    }

    /** A device that is named by a property. */
    SampleDevices(String id, String description, DeviceProperty property, String value) {
        this.id = id;
        this.description = description;
        this.property = property;
        this.value = value;
    }

    String id() {
        return id;
    }

    /** What a request says of the device. */
    DeviceTarget target() throws InvalidInputException {
        return property == null
                ? DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> id)
                : DeviceQuery.of(property, value);
    }

    /** The same as a Pipeline writes it. */
    String parameter() {
        return property == null ? "deviceId: '" + id + "'" : "device: " + symbol() + "('" + value + "')";
    }

    private String symbol() {
        String field = property.fieldName();
        return "by" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
    }

    /** Whether somebody is asked in the end. */
    boolean isAsked() {
        return this != UNKNOWN && this != AMBIGUOUS;
    }

    String description() {
        return description;
    }

    String path() {
        return "deviceManagement/managedDevices/" + id;
    }

    /** Matches looking for devices by this filter. */
    private static MappingBuilder search(String filter) {
        return DeviceLists.search().withQueryParam("$filter", equalTo(filter));
    }

    /** How long everything may take up to the answer, in seconds. */
    int timeout() {
        return 120;
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
