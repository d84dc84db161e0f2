package io.jenkins.plugins.intune.run;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
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
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Devices, each with a way of answering that happens in real life, and two ways to look one up. Each is there twice, so that
 * what becomes of one alone and of one in the fleet do not mix.
 */
enum SampleDevices {
    ACCEPTED(1, "a device that Intune knows"),
    UNKNOWN(2, "a device that Intune does not know") {
        @Override
        void stub(StandIn standIn, int n) {
            standIn.stub(action(path(n)).willReturn(error(404, "ResourceNotFound", "The device was not found.")));
        }
    },
    THROTTLED(3, "a device whose first request is throttled") {
        @Override
        void stub(StandIn standIn, int n) {
            standIn.stub(action(path(n))
                    .inScenario(path(n))
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willSetStateTo("calm")
                    .willReturn(
                            error(429, "TooManyRequests", "Too many requests.").withHeader("Retry-After", "2.128")));
            standIn.stub(action(path(n))
                    .inScenario(path(n))
                    .whenScenarioStateIs("calm")
                    .willSetStateTo(Scenario.STARTED)
                    .willReturn(accepted()));
        }
    },
    SILENT(4, "a device whose request gets no answer in time, and where a new session link is found then") {
        @Override
        void stub(StandIn standIn, int n) {
            standIn.stub(action(path(n))
                    .inScenario(path(n))
                    .willSetStateTo("asked")
                    .willReturn(accepted().withFixedDelay(60_000)));
            standIn.stub(read(n).inScenario(path(n))
                    .whenScenarioStateIs("asked")
                    .willSetStateTo(Scenario.STARTED)
                    .willReturn(okJson(DeviceLists.deviceWith("https://get.teamviewer.example/s/stand-in", n))));
        }

        @Override
        int timeout() {
            return 10;
        }
    },
    AGREEING(5, "a device where the person agrees, and the session link is waited for") {
        @Override
        void stub(StandIn standIn, int n) {
            standIn.stub(
                    action(path(n)).inScenario(path(n)).willSetStateTo("asked").willReturn(accepted()));
            standIn.stub(read(n).inScenario(path(n))
                    .whenScenarioStateIs("asked")
                    .willSetStateTo("agreed")
                    .willReturn(okJson(DeviceLists.device(n))));
            standIn.stub(read(n).inScenario(path(n))
                    .whenScenarioStateIs("agreed")
                    .willSetStateTo(Scenario.STARTED)
                    .willReturn(okJson(DeviceLists.deviceWith("https://get.teamviewer.example/s/agreed", n))));
        }

        @Override
        int sessionTimeout() {
            return 60;
        }
    },
    LOOKED_UP(6, "a device that is found by its serial number", DeviceProperty.SERIAL_NUMBER, "SN-6"),
    AMBIGUOUS(7, "a name that two devices have, so nobody is asked", DeviceProperty.DEVICE_NAME, "RECEPTION");

    /** A secret that the stand-in for Entra ID says has expired. */
    static final String EXPIRED_SECRET = "expired-secret-of-the-stand-in";

    /** What is added to a device's number for its like in the fleet. */
    private static final int IN_FLEET = 100;

    /** The first of some devices that nothing is special about. */
    private static final int KIOSK = 21;

    private final int number;
    private final String description;
    private final DeviceProperty property;
    private final String value;

    SampleDevices(int number, String description) {
        this(number, description, null, null);
    }

    /** A device that is named by a property. */
    SampleDevices(int number, String description, DeviceProperty property, String value) {
        this.number = number;
        this.description = description;
        this.property = property;
        this.value = value;
    }

    String id() {
        return DeviceLists.id(number);
    }

    /** A device that nothing else asks. */
    static String idOfOneMore() {
        return DeviceLists.id(KIOSK + 1);
    }

    /** The lines of the fleet: all that answer, of those that a line can name. */
    static List<String> fleet() {
        return Stream.of(values())
                .filter(device -> device != SILENT && device != AMBIGUOUS)
                .map(device -> device.property == null
                        ? DeviceLists.id(device.number + IN_FLEET)
                        : device.property.fieldName() + ": SN-" + (device.number + IN_FLEET))
                .toList();
    }

    /** What a search can find. */
    private static List<String> directory() {
        return List.of(
                DeviceLists.device(LOOKED_UP.number),
                DeviceLists.device(LOOKED_UP.number + IN_FLEET),
                DeviceLists.device("RECEPTION", AMBIGUOUS.number),
                DeviceLists.device("RECEPTION", AMBIGUOUS.number + 1),
                DeviceLists.device("KIOSK-1", KIOSK),
                DeviceLists.device("KIOSK-2", KIOSK + 1),
                DeviceLists.device("KIOSK-3", KIOSK + 2));
    }

    /** What a request says of the device. */
    DeviceTarget target() throws InvalidInputException {
        return property == null
                ? DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> id())
                : DeviceQuery.of(property, value);
    }

    /** The same as a Pipeline writes it. */
    String parameter() {
        return property == null ? "deviceId: '" + id() + "'" : "device: " + symbol() + "('" + value + "')";
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

    private static String path(int n) {
        return "deviceManagement/managedDevices/" + DeviceLists.id(n);
    }

    /** Matches reading a device. */
    private static MappingBuilder read(int n) {
        return get(urlPathEqualTo("/v1.0/" + path(n)));
    }

    /** How long everything may take up to the answer, in seconds. */
    int timeout() {
        return 120;
    }

    /** How long the session is waited for, in seconds; 0 for not at all. */
    int sessionTimeout() {
        return 0;
    }

    /** @param n the number of the device that answers so */
    void stub(StandIn standIn, int n) {
        standIn.stub(action(path(n)).willReturn(accepted()));
    }

    /** Starts a stand-in that knows them all. */
    static StandIn start() {
        StandIn standIn = StandIn.start();
        standIn.device("");
        standIn.connector("onboarded");
        String token = IdTokens.withRoles("DeviceManagementManagedDevices.ReadWrite.All");
        standIn.stub(tokenRequest().willReturn(token(token, 3599)));
        standIn.stub(tokenRequest()
                .withRequestBody(containing("client_secret=" + EXPIRED_SECRET))
                .willReturn(refusal(401, 7000222, "The provided client secret keys for the app are expired.")));
        for (SampleDevices device : values()) {
            for (int n : List.of(device.number, device.number + IN_FLEET)) {
                standIn.stub(read(n).willReturn(okJson(DeviceLists.device(n))));
                device.stub(standIn, n);
            }
        }
        for (String device : directory()) {
            String id = (String) Json.object(device).orElseThrow().get("id");
            String path = "deviceManagement/managedDevices/" + id;
            standIn.stub(get(urlPathEqualTo("/v1.0/" + path)).willReturn(okJson(device)));
            standIn.stub(action(path).willReturn(accepted()));
        }
        standIn.stub(DeviceLists.search().willReturn(DeviceLists.among(directory())));
        return standIn;
    }
}
