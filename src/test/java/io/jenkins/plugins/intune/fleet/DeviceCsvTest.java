package io.jenkins.plugins.intune.fleet;

import static io.jenkins.plugins.intune.fleet.DeviceLinesTest.problem;
import static io.jenkins.plugins.intune.fleet.DeviceLinesTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of devices as a table: what exports and spreadsheets make of it. */
class DeviceCsvTest {

    private static final String ID = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";

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
                read("\uFEFF\"Device ID\",\"Device name\",\"Azure AD Device ID\",\"Serial number\",\"Primary user"
                        + " UPN\"\r\n"
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
    void aQuoteThatIsNeverClosedLosesNoDevice() {
        String rows = IntStream.range(0, 1000)
                .mapToObj(i -> "SN-" + i + (i == 2 ? ",\"15 inch\n" : ",x\n"))
                .collect(Collectors.joining());

        assertEquals(
                "deviceLines: Line 4: the quote that begins there is never closed, so all that follows would be lost.",
                problem("serialNumber,note\n" + rows));
    }

    @Test
    void aQuoteThatIsClosedByTheNextOneLosesNoDeviceEither() {
        String header = "serialNumber,note,owner\n";
        assertEquals(
                "deviceLines: Line 2: the quote that begins there is closed on line 3, and something follows right"
                        + " after it. One of the two quotes is missing or should be doubled.",
                problem(header + "SN-1,\"15 inch,a\nSN-2,\"17 inch\",b\n"));
        assertEquals(
                "deviceLines: Line 2: the quote that begins there is closed on line 4, and the lines between look like"
                        + " rows, which would be lost. A quote is missing.",
                problem(header + "SN-1,\"15 inch,a\r\nSN-2,x,b\r\nSN-3,17\",c\r\n"));
        assertEquals(
                "deviceLines: Line 3: the quote that begins there is closed on line 4, and each of the two lines looks"
                        + " like a row of its own, so one of them would be lost. Quotes that are part of a text must be"
                        + " doubled, and the text must stand in quotes.",
                problem(header + "SN-1,x,a\nSN-2,\"15 inch,a\nSN-3,17\",b\n"));
    }

    @Test
    void textsOfSeveralLinesAndDoubledQuotesAreFine() throws Exception {
        assertEquals(
                List.of("the device with the serial number \"SN-1\"", "the device with the serial number \"SN-2\""),
                read("serialNumber,note,owner\nSN-1,\"15\"\" screen\nof \"\"Anna\"\", Berlin\n\",a\nSN-2,15\",b\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Owner\", \"Serial number\"\n\"Doe, Anna\", \"SN-1\"",
                "\"Serial number\" ,\"Owner\"\n\"SN-1\" , \"Doe, Anna\"",
                "Owner;  \"Serial number\"\nDoe, Anna;  \"SN-1\"  ",
                "\"Owner\"\t \"Serial number\"\n\"Doe\"\t \"SN-1\"",
            })
    void aBlankAroundQuotesIsNoPartOfTheText(String text) throws Exception {
        assertEquals(List.of("the device with the serial number \"SN-1\""), read(text));
    }

    @Test
    void aQuoteAfterABlankLosesNoDeviceEither() {
        assertEquals(
                "deviceLines: Line 2: the quote that begins there is closed on line 3, and something follows right"
                        + " after it. One of the two quotes is missing or should be doubled.",
                problem("serialNumber, note, owner\nSN-1, \"15 inch, a\nSN-2, \"17 inch\", b\n"));
    }

    @Test
    void aRowWithMoreCellsThanColumnsIsRefusedBecauseTheyMayBeShifted() throws Exception {
        assertEquals(
                "deviceLines: Line 2: there are 3 cells in it, but only 2 columns have a name."
                        + " A text with a separator in it must stand in quotes.",
                problem("owner,serialNumber\nDoe, Anna,SN-1\nRoe,SN-2\n"));
        assertEquals(1, read("owner,serialNumber\nDoe,SN-1,,,\n").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deviceName,owner\n#12-Lab,a\nB,b",
                "deviceName\n\"#12-Lab\"\nB",
                "#TYPE x\ndeviceName\n#12-Lab\nB"
            })
    void inATableANumberSignIsATextLikeAnyOther(String text) throws Exception {
        assertEquals(List.of("the device named \"#12-Lab\"", "the device named \"B\""), read(text));
    }

    @Test
    void whereAPlaceholderStandsTheNextColumnCounts() throws Exception {
        assertEquals(
                List.of(
                        "the device with the serial number \"5CD1234XYZ\"",
                        "the device named \"LAPTOP-2\"",
                        "the device of user \"anna@contoso.com\""),
                read("""
                    Azure AD Device ID,Serial number,Device name,Primary user UPN
                    00000000-0000-0000-0000-000000000000,5CD1234XYZ,LAPTOP-1,None
                    00000000-0000-0000-0000-000000000000,To be filled by O.E.M.,LAPTOP-2,None
                    ,0,N/A,anna@contoso.com
                    """));
    }

    @Test
    void aPlaceholderAloneIsRefusedWithItsLine() {
        String said = problem("Azure AD Device ID,Serial number\n00000000-0000-0000-0000-000000000000,None\n,SN-2\n,0");
        assertTrue(
                said.startsWith(
                        "deviceLines: Line 2: column entraDeviceId: \"00000000-0000-0000-0000-000000000000\" is not a"
                                + " value"),
                said);
        assertTrue(said.contains("Line 4: column serialNumber: \"0\" is not a value"), said);
        assertTrue(problem("serialNumber: Default string").contains("Line 1: \"Default string\" is not a value"));
    }

    /** Headers as public samples of these exports have them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sep=;\nSerial number;Note\nSN-1;x",
                "\"sep=,\"\r\n\"Note\",\"Serial number\"\r\n\"x\",\"SN-1\"",
                "sep=|\nNote|Serial number\nx, y|SN-1",
                "SEP=\t\nNote\tSerial number\nx, y\tSN-1",
                "\"Size (MB, GB)\";\"Serial number\"\n\"1\";\"SN-1\"",
                "Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User\nSN-1,,T0FzAw==,Lab,",
                "Serial number,Manufacturer,Model,Group tag,Profile status,Purchase order,Userless Enrollment Status\n"
                        + "\"SN-1\",\"Microsoft Corporation\",\"Virtual Machine\",\"Lab\",\"Assigned\",\"\",\"Unknown\"",
                "SerialNumber,GroupTag,Id,DisplayName,ManagedDeviceId\n"
                        + "SN-1,Lab,11111111-2222-4333-8444-555555555555,x,00000000-0000-0000-0000-000000000000",
                "#TYPE System.Management.Automation.PSCustomObject\n\"serialNumber\"\n\"SN-1\"",
                "Numéro de série;Fabricant\nSN-1;x",
                "Número de serie;Fabricante\nSN-1;x",
                "Seriennummer\tHersteller\nSN-1\tx",
                "序列号,制造商\nSN-1,x",
                "シリアル番号,製造元\nSN-1,x",
                "Serial number\n=\"SN-1\"",
                "Serial number\n\"=\"\"SN-1\"\"\""
            })
    void exportsAreReadAsTheyAre(String text) throws Exception {
        assertEquals(List.of("the device with the serial number \"SN-1\""), read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Geräte-ID;Gerätename;Azure AD-Geräte-ID;Seriennummer",
                "Gera\u0308te-ID;Gerätename;x;y",
                "Intune-Geräte-ID;Name;x;y",
                "ID de l’appareil;Nom de l’appareil;x;Numéro de série",
                "ID d’appareil Intune;Nom;x;y",
                "Identificador de dispositivo de Intune;Nombre;x;y",
                "设备 ID;设备名称;Azure AD 设备 ID;序列号",
                "デバイス ID;デバイス名;Azure AD デバイス ID;シリアル番号",
                "Device ID;Device name;Microsoft Entra Device ID;Serial number",
                "Id;DeviceName;AzureAdDeviceId;SerialNumber",
                "ManagedDeviceId;DisplayName;Id;SerialNumber"
            })
    void theIntuneDeviceIdIsKnownInTheseLanguages(String header) throws Exception {
        assertEquals(
                List.of("managed device " + ID),
                read(header + "\n" + ID + ";A;11111111-2222-4333-8444-555555555555;SN-1"));
    }

    @Test
    void severalFilesInOneAreOneList() throws Exception {
        String file = "\uFEFF\"Device name\",\"Serial number\"\r\n\"A\",\"SN-%d\"\r\n";
        assertEquals(
                List.of("the device with the serial number \"SN-1\"", "the device with the serial number \"SN-2\""),
                read(file.formatted(1) + file.substring(1).formatted(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF\"Device name\",\"Serial number\"\r\n\"A\",\"SN-%d\"\r\n",
                "\uFEFFsep=;\r\n\"Device name\";\"Serial number\"\r\n\"A\";\"SN-%d\"\r\n",
                "sep=,\nDevice name,Serial number\nA,SN-%d\n"
            })
    void whatExcelWritesBeforeEachOfSeveralFilesIsNoDevice(String file) throws Exception {
        assertEquals(
                List.of(
                        "the device with the serial number \"SN-1\"",
                        "the device with the serial number \"SN-2\"",
                        "the device with the serial number \"SN-3\""),
                read(file.formatted(1) + file.formatted(2) + file.formatted(3)));
    }

    @Test
    void aFileWithItsColumnsInAnotherOrderCannotBeJoined() throws Exception {
        assertEquals(
                "deviceLines: Line 3: it names columns, but not those of the first line. Lists with different columns"
                        + " cannot be joined into one.",
                problem("Device name,Serial number\nA,SN-1\nSerial number,Device name\nSN-2,B\n"));
        assertTrue(problem("Device name,Serial number\nA,SN-1\nsep=;\nDevice name;Serial number\nB;SN-2\n")
                .contains("Line 3: it names columns, but not those of the first line."));
        assertEquals(2, read("Device name,Owner\nSerial,Anna\nB,UPN\n").size(), "names like any other");
    }

    @Test
    void columnsOfTheSameNameMustNotNameDifferentDevices() throws Exception {
        String header = "Serial number,Note,serialNumber\n";
        assertEquals(
                "deviceLines: Line 3: several columns are called serialNumber, and here they name different devices:"
                        + " \"SN-2\" and \"SN-3\".",
                problem(header + "SN-1,x,sn-1\nSN-2,x,SN-3\n"));
        assertEquals(
                List.of("the device with the serial number \"SN-1\"", "the device with the serial number \"SN-2\""),
                read(header + ",x,SN-1\nSN-2,x,To be filled by O.E.M.\n"),
                "an empty one loses no device");
        assertEquals(1, read("Device ID," + header + ID + ",SN-2,x,SN-3").size(), "nobody is named by these");
    }

    @Test
    void whatExcelHasShortenedIsNotLookedUp() throws Exception {
        assertEquals(
                List.of("the device named \"LAPTOP-1\""), read("Serial number;Device name\n1,23457E+11;LAPTOP-1\n"));
    }

    @Test
    void theDeviceIdOfAnExportFromEntraIsEntras() throws Exception {
        assertEquals(
                List.of("the device with the Entra device ID " + ID, "the device named \"LAPTOP-2\""),
                read("""
                    displayName,accountEnabled,operatingSystem,operatingSystemVersion,joinType (trustType),registeredOwners,\
                    userNames,mdmDisplayName,isCompliant,registrationTime,approximateLastSignInDateTime,deviceId,isManaged,objectId
                    LAPTOP-1,True,Windows,10.0,AzureAd,Anna,anna@contoso.com,Intune,True,x,y,%s,True,%s
                    LAPTOP-2,True,Windows,10.0,AzureAd,Anna,anna@contoso.com,Intune,True,x,y,,True,%s
                    """.formatted(ID, ID.replace('7', '8'), ID.replace('7', '9'))));
        assertEquals(
                List.of("the device with the Entra device ID " + ID),
                read("Id,DisplayName,AccountEnabled,DeviceId\n11111111-2222-4333-8444-555555555555,A,True," + ID));
        assertEquals(
                List.of("the device with the Entra device ID " + ID),
                read("Id,DeviceId,DisplayName\n11111111-2222-4333-8444-555555555555," + ID + ",A"),
                "what is left of it by a script");
    }

    @Test
    void theIdOfAUserIsNoDevice() throws Exception {
        assertEquals(
                List.of("the device of user \"anna@contoso.com\""),
                read("id,displayName,userPrincipalName\n" + ID + ",Anna,anna@contoso.com"));
    }

    @Test
    void aHeaderWithoutAKnownColumnIsToldInOneSentence() {
        String rows = (ID + ";x\n").repeat(30);
        assertEquals(
                "deviceLines: The first line names no column that names a device. It has: Asset tag, Hersteller. Known"
                        + " are deviceId, entraDeviceId, serialNumber, deviceName, userPrincipalName, and what Microsoft's"
                        + " exports call them, such as Device ID or Serial number.",
                problem("Asset tag;Hersteller\n" + rows));
        assertTrue(problem("sep=;\nAsset tag\n" + ID).contains("It has: Asset tag."));
    }
}
