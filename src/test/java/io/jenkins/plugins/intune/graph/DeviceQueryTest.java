package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.values.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a look-up asks Graph for, and what cannot be looked up. */
class DeviceQueryTest {

    private static final CloudEndpoints GLOBAL = Cloud.GLOBAL.endpoints().orElseThrow();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SERIAL_NUMBER       | 5CG1234XYZ       | serialNumber%20eq%20%275CG1234XYZ%27
        SERIAL_NUMBER       | VMware-56 4d 1f-30 2d | serialNumber%20eq%20%27VMware-56%204d%201f-30%202d%27
        DEVICE_NAME         | O'Brien's PC     | deviceName%20eq%20%27O%27%27Brien%27%27s%20PC%27
        DEVICE_NAME         | 名前              | deviceName%20eq%20%27%E5%90%8D%E5%89%8D%27
        DEVICE_NAME         | 💻               | deviceName%20eq%20%27%F0%9F%92%BB%27
        DEVICE_NAME         | a+b&c#d%e=f?g/h\\ | deviceName%20eq%20%27a%2Bb%26c%23d%25e%3Df%3Fg%2Fh%5C%27
        DEVICE_NAME         | x' or 'a' eq 'a  | deviceName%20eq%20%27x%27%27%20or%20%27%27a%27%27%20eq%20%27%27a%27
        ENTRA_DEVICE_ID     | 7F1C2A44-1d0e-4b5f-9a86-2f3f0c1d7e55 | azureADDeviceId%20eq%20%277f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55%27
        USER_PRINCIPAL_NAME | d'or+1_x.org#EXT#@contoso.com | userPrincipalName%20eq%20%27d%27%27or%2B1_x.org%23EXT%23@contoso.com%27
        USER_PRINCIPAL_NAME | anna@contoso.com | userPrincipalName%20eq%20%27anna@contoso.com%27
        """)
    void theValueIsOneTextAndAllOfItIsEncoded(DeviceProperty property, String typed, String filter) throws Exception {
        String entraDeviceId = property == DeviceProperty.ENTRA_DEVICE_ID ? ",azureADDeviceId" : "";
        assertEquals(
                "https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$filter=" + filter
                        + "&$select=id,deviceName,serialNumber,operatingSystem,userPrincipalName,lastSyncDateTime,"
                        + "managedDeviceOwnerType" + entraDeviceId + "&$top=50",
                DeviceQuery.of(property, typed)
                        .matches(GLOBAL, ApiVersion.AUTO, 50)
                        .toString());
    }

    @Test
    void beginningsAreAskedForInTheSameWay() throws Exception {
        String address = DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'B")
                .beginnings(GLOBAL, 10)
                .toString();

        assertEquals(
                "https://graph.microsoft.com/v1.0/deviceManagement/managedDevices"
                        + "?$filter=startsWith%28deviceName%2C%27O%27%27B%27%29&$select=id",
                address.substring(0, address.indexOf("id,") + 2));
    }

    @ParameterizedTest
    @CsvSource({
        "SERIAL_NUMBER, serialNumber",
        "DEVICE_NAME, deviceName",
        "ENTRA_DEVICE_ID, entraDeviceId",
        "USER_PRINCIPAL_NAME, userPrincipalName"
    })
    void whatCannotBeAValueIsRefusedUnderTheFieldsName(DeviceProperty property, String field) {
        for (String typed : new String[] {null, "", " \t", "a\u0000b", "a\nb", "a\u2028b", "\ud83d", "x".repeat(321)}) {
            assertEquals(
                    field,
                    assertThrows(InvalidInputException.class, () -> DeviceQuery.of(property, typed))
                            .field());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SERIAL_NUMBER       | 0
        SERIAL_NUMBER       | 000000000000
        SERIAL_NUMBER       | 0123456789
        SERIAL_NUMBER       | xxxxxxxxxxx
        SERIAL_NUMBER       | ##########################
        SERIAL_NUMBER       | 1.23457E+11
        SERIAL_NUMBER       | 4,5E+09
        SERIAL_NUMBER       | None
        SERIAL_NUMBER       | N/A
        SERIAL_NUMBER       | unknown
        SERIAL_NUMBER       | Default string
        SERIAL_NUMBER       | Defaultstring
        SERIAL_NUMBER       | SystemSerialNumber
        SERIAL_NUMBER       | Tobefilledbyo.e.m.
        SERIAL_NUMBER       | To be filled by O.E.M.
        SERIAL_NUMBER       | To Be Filled By O.E.M
        SERIAL_NUMBER       | System Serial Number
        SERIAL_NUMBER       | Not Specified
        SERIAL_NUMBER       | 0123456789ABCDEF
        SERIAL_NUMBER       | -1
        SERIAL_NUMBER       | O.E.M.
        SERIAL_NUMBER       | Filled By O.E.M.
        SERIAL_NUMBER       | NotApplicable
        SERIAL_NUMBER       | 0000-0000-0000-0000-0000-0000-00
        SERIAL_NUMBER       | Base Board Serial Number
        ENTRA_DEVICE_ID     | 00000000-0000-0000-0000-000000000000
        USER_PRINCIPAL_NAME | None
        USER_PRINCIPAL_NAME | -
        DEVICE_NAME         | null
        """)
    void whatStandsInPlaceOfAValueNamesNoDevice(DeviceProperty property, String placeholder) {
        assertEquals(
                property.fieldName() + ": \"" + placeholder
                        + "\" is not a value but a placeholder that firmware, a spreadsheet or an export writes, so it"
                        + " names no device.",
                assertThrows(InvalidInputException.class, () -> DeviceQuery.of(property, placeholder))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "SERIAL_NUMBER, 1234",
        "SERIAL_NUMBER, 111",
        "SERIAL_NUMBER, 0A",
        "SERIAL_NUMBER, NONE-7",
        "DEVICE_NAME, 0",
        "DEVICE_NAME, 💻 7",
        "USER_PRINCIPAL_NAME, none@contoso.com"
    })
    void whatOnlyLooksALittleLikeThatIsAValue(DeviceProperty property, String value) throws Exception {
        assertEquals(
                property.fieldName() + ": " + value,
                DeviceQuery.of(property, value).line());
    }

    @Test
    void charactersThatNobodySeesAreDroppedAroundAndNamedWithin() throws Exception {
        DeviceQuery query = DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "\uFEFF\u200E5CD1234\u00A0\u200B ");
        assertEquals(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "5CD1234"), query);

        for (DeviceProperty property : DeviceProperty.values()) {
            InvalidInputException wrong =
                    assertThrows(InvalidInputException.class, () -> DeviceQuery.of(property, "7f1c\u200B2a44"));
            assertEquals(
                    property.fieldName() + ": It contains an invisible character: U+200B after \"7f1c\"."
                            + " Delete it, or type the value anew.",
                    wrong.getMessage());
        }
        assertEquals(
                "serialNumber: \"5CD\uFFFD\" contains U+FFFD, which takes the place of a character that could not be"
                        + " read: the text is in another encoding than expected. Save it as UTF-8.",
                assertThrows(
                                InvalidInputException.class,
                                () -> DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "5CD\uFFFD"))
                        .getMessage());
    }

    @Test
    void aDevicesNameMayHaveWhatMacsAndEmojiPutThere() throws Exception {
        for (String name : new String[] {"Anna\u2019s MacBook\u00A0Pro", "👩\u200D💻"}) {
            assertEquals(
                    "the device named \"" + name + "\"",
                    DeviceQuery.of(DeviceProperty.DEVICE_NAME, name).toString());
        }
    }

    @Test
    void anEntraDeviceIdIsAGuid() {
        assertThrows(InvalidInputException.class, () -> DeviceQuery.of(DeviceProperty.ENTRA_DEVICE_ID, "LAPTOP-7"));
    }

    @Test
    void isAValueInWords() throws Exception {
        DeviceQuery query = DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, " SN-1 ");

        assertEquals("the device with the serial number \"SN-1\"", query.toString());
        assertEquals(
                "the device named \"O'Brien's PC\"",
                DeviceQuery.of(DeviceProperty.DEVICE_NAME, "O'Brien's PC").toString());
        assertEquals(query, DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"));
        assertEquals(
                query.hashCode(),
                DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1").hashCode());
        assertNotEquals(query, DeviceQuery.of(DeviceProperty.DEVICE_NAME, "SN-1"));
    }
}
