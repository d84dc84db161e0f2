package io.jenkins.plugins.intune.parameter;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the author of a job lets people choose, and by what. */
class DeviceScopeTest {

    private static DeviceScope scope(String prefix, String... by) throws InvalidInputException {
        return DeviceScope.of(List.of(by), prefix);
    }

    private static List<String> beginnings(DeviceScope scope, String typed) throws InvalidInputException {
        return scope.beginnings(typed).stream().map(DeviceQuery::line).toList();
    }

    private static String refused(DeviceScope scope, String submitted) {
        return assertThrows(InvalidInputException.class, () -> scope.target(submitted))
                .problem();
    }

    private static DeviceDetails called(String name) {
        return new DeviceDetails(DEVICE, name, "", "", "", "", "");
    }

    @Test
    void whatIsTypedIsLookedForInAllThatPeopleType() throws Exception {
        assertEquals(
                List.of("serialNumber: lap", "deviceName: lap", "userPrincipalName: lap"),
                beginnings(scope(null), " lap\u200b"));
        assertEquals(List.of("userPrincipalName: ann"), beginnings(scope("", "userPrincipalName"), "ann"));
        assertEquals(List.of(), beginnings(scope("", "entraDeviceId"), "7f1"), "nobody types the beginning of a GUID");
    }

    @Test
    void anEmptyFieldSaysWhatIsSuggestedAndOtherwiseWhatIsRead() throws Exception {
        assertEquals(
                "The first three characters of a name, serial number or user",
                scope("").placeholder(true));
        assertEquals(
                "The first three characters of a name or user",
                scope("", "userPrincipalName", "entraDeviceId", "deviceName").placeholder(true));
        assertEquals(
                "The first three characters of a user",
                scope("", "userPrincipalName").placeholder(true));
        assertEquals(
                "An Intune device ID, or entraDeviceId: …",
                scope("", "entraDeviceId").placeholder(true),
                "nothing is suggested for it");
        assertEquals("An Intune device ID, or serialNumber: …", scope("").placeholder(false));
    }

    @Test
    void aNameThatOnlyLooksLikeThePrefixIsOutside() throws Exception {
        assertTrue(scope("KIOSK-").permits(called("Kiosk-1")));
        assertFalse(scope("KIOSK-").permits(called("K\u0131osk-1")));
    }

    /** Where all names begin alike, the rest is what people type. */
    @ParameterizedTest
    @CsvSource({"kio,KIOSK-", "KIOSK,KIOSK-", "kiosk-01,kiosk-01", "014,KIOSK-014", "KIOSK 1,KIOSK-KIOSK 1"})
    void whatIsTypedCanBeTheRestOfAName(String typed, String name) throws Exception {
        assertEquals(List.of("deviceName: " + name), beginnings(scope("KIOSK-", "deviceName"), typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "ab", " ab ", "😀😀"})
    void twoCharactersAreTooFew(String typed) throws Exception {
        DeviceScope scope = scope(null);
        assertEquals(
                "Type 3 characters or more.",
                assertThrows(InvalidInputException.class, () -> scope.beginnings(typed))
                        .problem());
    }

    @Test
    void nobodyTypesMoreThanAnyPropertyHas() throws Exception {
        DeviceScope scope = scope("KIOSK-");
        String most = "x".repeat(320);
        assertEquals(List.of("userPrincipalName: " + most), beginnings(scope, most), "a name has the prefix, too");
        assertEquals(
                "Type no more than 320 characters.",
                assertThrows(InvalidInputException.class, () -> scope.beginnings(most + "x"))
                        .problem());
    }

    /** Zeros are no serial number, but can begin a name. */
    @Test
    void whatCannotBeOneThingCanBeAnother() throws Exception {
        assertEquals(List.of("deviceName: 000", "userPrincipalName: 000"), beginnings(scope(null), "000"));
    }

    @Test
    void theTurkishIDoesNotLetADevicePass() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertTrue(scope("kiosk-").permits(called("KIOSK-1")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void onlyNamesThatBeginWithThePrefixCount() throws Exception {
        DeviceScope kiosks = scope(" KIOSK- ");
        assertTrue(kiosks.permits(called("kiosk-1")));
        assertFalse(kiosks.permits(called("XKIOSK-1")));
        assertFalse(kiosks.permits(called("KIOSK")));
        assertFalse(kiosks.permits(called("")));
        assertTrue(scope(null).permits(called("")));
    }

    @Test
    void anIdAndALookUpAreRead() throws Exception {
        for (String id : List.of(DEVICE, " " + DEVICE.toUpperCase(Locale.ROOT) + "\u200b")) {
            assertEquals(DEVICE, DeviceScope.written(scope("", "deviceName").target(id)));
        }
        for (String lookUp : List.of("serialNumber: SN-1", "SerialNumber:SN-1")) {
            assertEquals("serialNumber: SN-1", DeviceScope.written(scope("").target(lookUp)));
        }
    }

    @Test
    void whatIsNeitherIsRefused() throws Exception {
        assertTrue(
                refused(scope(""), "hunter2").startsWith("It is neither an Intune device ID"), "and nothing is quoted");
        assertEquals("A value is required.", refused(scope(""), " "));
        assertTrue(refused(scope(""), "serialNumber: Default string").contains("Default string"));
        assertTrue(refused(scope(""), DEVICE + "\n" + DEVICE).contains("neither"));
    }

    @Test
    void aLookUpByAnythingElseIsRefused() throws Exception {
        assertEquals(
                "This parameter does not look devices up by userPrincipalName. It takes an Intune device ID, and looks up by"
                        + " serialNumber, deviceName.",
                refused(scope("", "serialNumber", "deviceName"), "upn: anna@contoso.com"));
    }

    @Test
    void anUnknownPropertyIsNamed() {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> scope("", "name"));
        assertEquals("by", wrong.field());
        assertTrue(wrong.problem().contains("\"name\" is not one of serialNumber, deviceName"), wrong.problem());
    }
}
