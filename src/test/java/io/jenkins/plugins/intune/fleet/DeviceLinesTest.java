package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.values.AnyText;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of devices, as people keep it. */
class DeviceLinesTest {

    private static final String ID = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";

    private static List<String> read(String text) throws InvalidInputException {
        return DeviceLines.read("deviceLines", text).stream()
                .map(Object::toString)
                .toList();
    }

    private static String problem(String text) {
        return assertThrows(InvalidInputException.class, () -> read(text)).getMessage();
    }

    @Test
    void aLineIsAnIdOrALookUp() throws Exception {
        assertEquals(
                List.of(
                        "managed device " + ID,
                        "the device with the serial number \"5CD1234XYZ\"",
                        "the device named \"Anna's: laptop\"",
                        "the device with the Entra device id " + ID,
                        "the device of user \"anna@contoso.com\""),
                read("""
                        %s
                        # the lab

                          serialNumber: 5CD1234XYZ
                        deviceName:Anna's: laptop
                        entraDeviceId: %s
                        userPrincipalName : anna@contoso.com
                        """.formatted(ID.toUpperCase(), ID)));
    }

    @Test
    void everyWrongLineIsNamedWithItsNumber() {
        String said = problem(ID + "\nserial 5\n\nserialNumber:\n");
        assertTrue(said.startsWith("deviceLines: Line 2: \"serial 5\" is neither an Intune device id"), said);
        assertTrue(said.contains("Line 4: "), said);
        assertFalse(said.contains("Line 1"), said);
    }

    @Test
    void manyWrongLinesAreCounted() {
        String said = problem("x\n".repeat(30));
        assertTrue(said.contains("Line 5: ") && !said.contains("Line 6: "), said);
        assertTrue(said.endsWith("In all, 25 more lines are wrong."), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n\n", "# nothing yet", "deviceId,deviceName\n"})
    void aListWithoutADeviceIsNone(String text) {
        assertEquals("deviceLines: There is no device in it.", problem(text));
    }

    @Test
    void inACsvTheMostExactColumnCounts() throws Exception {
        assertEquals(
                List.of(
                        "managed device " + ID,
                        "the device with the serial number \"SN-2\"",
                        "the device named \"LAPTOP-3\""),
                read("""
                        deviceName,owner,serialNumber,deviceId
                        LAPTOP-1,"Doe, Anna",SN-1,%s
                        LAPTOP-2,,SN-2,
                        LAPTOP-3
                        """.formatted(ID)));
    }

    @Test
    void whatTheAdminCenterExportsIsTakenAsItIs() throws Exception {
        assertEquals(
                List.of("managed device " + ID),
                read(
                        "\uFEFF\"Device ID\",\"Device name\",\"Azure AD Device ID\",\"Serial number\",\"Primary user UPN\"\r\n"
                                + "\"" + ID + "\",\"LAPTOP-1\",\"" + ID + "\",\"SN-1\",\"anna@contoso.com\"\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialNumber;note\nSN-1;a,b", "serialNumber\tnote\nSN-1\ta,b", "serialNumber\nSN-1"})
    void columnsMayBeSeparatedAsSpreadsheetsDo(String text) throws Exception {
        assertEquals(List.of("the device with the serial number \"SN-1\""), read(text));
    }

    @Test
    void aWrongCellIsNamedWithItsLineAndColumn() {
        String said = problem("deviceId,note\n%s,\"two\nlines\"\n7,x\n,y\n".formatted(ID));
        assertTrue(said.contains("Line 4: column deviceId: "), said);
        assertTrue(said.contains("Line 5: no column that names a device has anything in it."), said);
    }

    @Test
    void thereIsABound() throws Exception {
        String most = IntStream.range(0, DeviceLines.MOST)
                .mapToObj(i -> "serialNumber: " + i)
                .collect(Collectors.joining("\n"));
        assertEquals(DeviceLines.MOST, read(most).size());
        assertEquals(
                "deviceLines: There are more than 50,000 devices in it. Ask them in several builds.",
                problem(most + "\nserialNumber: x"));
    }

    @Test
    void whateverStandsThereIsDevicesOrAnErrorOnOneLine() {
        AnyText texts = new AnyText(20261126);
        for (int i = 0; i < 3_000; i++) {
            AnyText.check(texts.any(60), text -> {
                try {
                    assertFalse(read(text).isEmpty());
                } catch (InvalidInputException wrong) {
                    assertEquals(1, wrong.getMessage().lines().count(), wrong::getMessage);
                }
            });
        }
    }
}
