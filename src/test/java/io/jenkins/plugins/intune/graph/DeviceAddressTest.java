package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ten forms, letter by letter as Microsoft's page lists them. */
class DeviceAddressTest {

    private static final String ID = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";
    private static final String SCRIPT = "0a1b2c3d-0000-4000-8000-00000000c0de";

    private static final String OTHER = "0a1b2c3d-0000-4000-8000-00000000d0c5";

    private static final Map<DevicePart, String> TYPED = Map.of(
            DevicePart.ID,
            ID,
            DevicePart.SCRIPT_ID,
            SCRIPT,
            DevicePart.RUN_STATE_ID,
            SCRIPT + ":" + ID,
            DevicePart.USER_ID,
            "o'neil@contoso.com",
            DevicePart.APP_ID,
            "0000f4a9+b=",
            DevicePart.DEVICE_ID,
            OTHER);

    @ParameterizedTest
    @CsvSource(textBlock = """
        MANAGED_DEVICE,               v1.0, deviceManagement/managedDevices/ID
        COMANAGED_DEVICE,             beta, deviceManagement/comanagedDevices/ID
        HEALTH_SCRIPT_DEVICE,         beta, deviceManagement/deviceHealthScripts/SCRIPT/deviceRunStates/SCRIPT:ID/managedDevice
        MANAGEMENT_SCRIPT_DEVICE,     beta, deviceManagement/deviceManagementScripts/SCRIPT/deviceRunStates/SCRIPT:ID/managedDevice
        COMPLIANCE_SCRIPT_DEVICE,     beta, deviceManagement/deviceComplianceScripts/SCRIPT/deviceRunStates/SCRIPT:ID/managedDevice
        MANAGEMENT_SCRIPT_USER_DEVICE,beta, deviceManagement/deviceManagementScripts/SCRIPT/deviceRunStates/SCRIPT:ID/managedDevice/users/o%27neil@contoso.com/managedDevices/ID
        MANAGEMENT_SCRIPT_APP_DEVICE, beta, deviceManagement/deviceManagementScripts/SCRIPT/deviceRunStates/SCRIPT:ID/managedDevice/detectedApps/0000f4a9%2Bb%3D/managedDevices/ID
        USER_DEVICE,                  v1.0, users/o%27neil@contoso.com/managedDevices/ID
        DETECTED_APP_DEVICE,          v1.0, deviceManagement/detectedApps/0000f4a9%2Bb%3D/managedDevices/ID
        DETECTED_APP_USER_DEVICE,     v1.0, deviceManagement/detectedApps/0000f4a9%2Bb%3D/managedDevices/OTHER/users/o%27neil@contoso.com/managedDevices/ID
        """)
    void everyFormHasItsPathAndItsVersion(DeviceForm form, String version, String path) throws Exception {
        DeviceAddress address = DeviceAddress.of(form, TYPED::get);

        String expected = path.replace("SCRIPT", SCRIPT).replace("OTHER", OTHER).replace("ID", ID);
        CloudEndpoints global = Cloud.GLOBAL.endpoints().orElseThrow();
        assertEquals(
                "https://graph.microsoft.com/" + version + "/" + expected,
                address.uri(global, ApiVersion.AUTO).toString());
        assertEquals(
                "https://graph.microsoft.com/beta/" + expected,
                address.uri(global, ApiVersion.BETA).toString());
        assertEquals(
                "https://graph.microsoft.com/v1.0/" + expected,
                address.uri(global, ApiVersion.V1_0).toString());
    }

    @Test
    void takesAUsersObjectIdToo() throws Exception {
        DeviceAddress address =
                DeviceAddress.of(DeviceForm.USER_DEVICE, part -> part == DevicePart.USER_ID ? SCRIPT : ID);

        assertTrue(address.uri(Cloud.CHINA.endpoints().orElseThrow(), ApiVersion.AUTO)
                .toString()
                .startsWith("https://microsoftgraph.chinacloudapi.cn/v1.0/users/" + SCRIPT + "/"));
    }

    static Stream<Arguments> pathTricks() {
        return Stream.of(DeviceForm.values())
                .flatMap(form -> form.parts().stream().map(part -> Map.entry(form, part)))
                .flatMap(pair -> Stream.of(
                                "../x",
                                "..",
                                ".",
                                "%2f",
                                "a%2Fb",
                                "a/b",
                                "a\\b",
                                "a?b",
                                "a#b",
                                "a\nb",
                                "a\rb",
                                "a\tb",
                                "a\u0000b",
                                "a;b",
                                "a b",
                                "a{id}",
                                "é",
                                "",
                                "  ")
                        .map(trick -> Arguments.of(pair.getKey(), pair.getValue(), trick)));
    }

    @ParameterizedTest
    @MethodSource("pathTricks")
    void noPartCanChangeThePath(DeviceForm form, DevicePart part, String trick) {
        Map<DevicePart, String> typed = new HashMap<>(TYPED);
        typed.put(part, trick);

        InvalidInputException wrong =
                assertThrows(InvalidInputException.class, () -> DeviceAddress.of(form, typed::get));

        assertEquals(part.fieldName(), wrong.field());
    }

    @Test
    void theDeviceThatIsAskedIsTheLastOfThePath() throws Exception {
        DeviceAddress address = DeviceAddress.of(DeviceForm.DETECTED_APP_USER_DEVICE, TYPED::get);

        assertEquals(ID, address.deviceId().orElseThrow());
        assertEquals(
                "managed device " + ID + " of user o'neil@contoso.com, by way of managed device " + OTHER
                        + " with detected app 0000f4a9+b=",
                address.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "None", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"})
    void whatStandsInPlaceOfAnIdIsNone(String placeholder) {
        InvalidInputException wrong =
                assertThrows(InvalidInputException.class, () -> DevicePart.ID.require("deviceId", placeholder));

        assertTrue(wrong.getMessage().endsWith("so it names no device."), wrong.getMessage());
    }

    @Test
    void tellsGuestsWhatToUse() {
        InvalidInputException wrong = assertThrows(
                InvalidInputException.class,
                () -> DevicePart.USER_ID.require("userId", "anna_contoso.com#EXT#@fabrikam.onmicrosoft.com"));

        assertTrue(wrong.getMessage().contains("object ID"), wrong.getMessage());
    }
}
