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

    static List<String> read(String text) throws InvalidInputException {
        return DeviceLines.read("deviceLines", text).stream()
                .map(Object::toString)
                .toList();
    }

    static String problem(String text) {
        return assertThrows(InvalidInputException.class, () -> read(text)).getMessage();
    }

    @Test
    void aLineIsAnIdOrALookUp() throws Exception {
        assertEquals(
                List.of(
                        "managed device " + ID,
                        "the device with the serial number \"5CD1234XYZ\"",
                        "the device named \"Anna's: laptop\"",
                        "the device with the Entra device ID " + ID,
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
        assertTrue(said.startsWith("deviceLines: Line 2: \"serial 5\" is neither an Intune device ID"), said);
        assertTrue(said.contains("Line 4: "), said);
        assertFalse(said.contains("Line 1"), said);
    }

    @Test
    void manyWrongLinesAreCounted() {
        String said = problem("x\n".repeat(30));
        assertTrue(said.contains("Line 5: ") && !said.contains("Line 6: "), said);
        assertTrue(said.endsWith("Further lines that are wrong: 25."), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sep=\"\nserialNumber", "sep=", "sep=x\ny", "\"", "\"\n", "a,\"b", "#,\"", "serialNumber,\"\n\"x"
            })
    void whatIsNoListIsToldOnOneLine(String text) {
        assertEquals(1, problem(text).lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n\n", "# nothing yet", "deviceId,deviceName\n"})
    void aListWithoutADeviceIsNone(String text) {
        assertEquals("deviceLines: There is no device in it.", problem(text));
    }

    @Test
    void inAPlainListANumberSignIsAComment() throws Exception {
        assertEquals(
                List.of("the device named \"#12-Lab\""),
                read("# deviceName, owner\ndeviceName: #12-Lab\n#deviceName: x"));
        assertEquals(List.of("the device named \"B\""), read("#,Device name\n1,B"), "the number of a row");
    }

    @Test
    void charactersThatNobodySeesDoNotCount() throws Exception {
        assertEquals(
                List.of("managed device " + ID, "the device with the serial number \"5CD1234\""),
                read("\u200E" + ID + "\u200B\n\u00A0\uFEFFserialNumber:\u00A05CD1234\u200B\n\u200B\n"));
        assertEquals(
                List.of("the device with the serial number \"0012\""),
                read("\u200BSerial\u00A0number\u200B,note\n\u001F0012\u200B,x\n"));
        assertTrue(
                problem("7f1c\u200B" + ID.substring(4)).contains("Line 1: It contains an invisible character: U+200B"));
        assertTrue(problem("deviceId\n7f1c\u00A0" + ID.substring(4)).contains("U+00A0 after \"7f1c\""));
    }

    @Test
    void whatWasDecodedWronglyIsRefused() throws Exception {
        assertTrue(problem("deviceName: M\uFFFDller").contains("Save it as UTF-8."));
        assertTrue(problem("Ger\uFFFDte-ID;Hersteller\n" + ID + ";x").contains("Save it as UTF-8."));
        assertEquals(1, read("deviceId;owner\n" + ID + ";M\uFFFDller").size(), "nobody is named by the owner");
    }

    @Test
    void utf16ThatWasReadAsUtf8IsCalledThat() {
        String said =
                "deviceLines: It has the character U+0000 in it: that is UTF-16, read in another encoding. Save it as"
                        + " UTF-8.";
        String zeros = ("serialNumber\nSN-1\n").replaceAll("(?s).", "$0\0");
        assertEquals(said, problem(zeros));
        assertEquals(said, problem("\uFFFD\uFFFD" + zeros), "as readFile gives a Pipeline what Excel calls Unicode");
    }

    /** The admin center's export is a ZIP file with the CSV in it, and an Excel workbook is one too. */
    @Test
    void aZipFileOrAWorkbookIsNotCalledTextInAnotherEncoding() {
        assertEquals(
                "deviceLines: It is a ZIP file or an Excel workbook and not a text. Unpack the CSV, or save the"
                        + " workbook as CSV UTF-8.",
                problem("PK\u0003\u0004\u0014\0\0\0"));
    }

    @Test
    void theSignForTheEndOfAFileIsNoDevice() throws Exception {
        assertEquals(1, read("serialNumber,note\r\nSN-1,x\r\n\u001A").size());
        assertEquals(1, read(ID + "\r\n\u001A").size());
        assertEquals(1, read(ID + "\u001A").size());
    }

    @Test
    void thereIsABound() throws Exception {
        String most = IntStream.range(0, DeviceLines.MAX_DEVICES)
                .mapToObj(i -> "serialNumber: SN" + i)
                .collect(Collectors.joining("\n"));
        assertEquals(DeviceLines.MAX_DEVICES, read(most).size());
        assertEquals(
                "deviceLines: There are more than 50,000 devices in it. Split the list over several builds.",
                problem(most + "\nserialNumber: x"));
        assertEquals(
                "deviceLines: It has more than 16,777,216 characters. Split the list over several builds.",
                problem("\n".repeat(DeviceLines.MAX_LENGTH + 1)));
    }

    /** A file that is no list of devices at all, for example. */
    @Test
    void ofCountlessWrongLinesTheFirstAreNamed() {
        int many = DeviceLines.MAX_DEVICES + 1;
        String ofText = problem("x: y\n".repeat(many));
        String ofTable = problem("serialNumber,deviceName\n" + "1,2,3\n".repeat(many));

        assertTrue(ofText.contains("Line 1: "), ofText);
        assertTrue(ofTable.contains("Line 2: "), ofTable);
        for (String said : List.of(ofText, ofTable)) {
            assertTrue(said.endsWith("Further lines that are wrong among the first 50,000: 49,995."), said);
        }
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
