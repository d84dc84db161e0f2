package io.jenkins.plugins.intune.fleet;

import static io.jenkins.plugins.intune.fleet.DeviceLinesTest.problem;
import static io.jenkins.plugins.intune.fleet.DeviceLinesTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A list that was made to keep Jenkins busy is told what is wrong with it, as any other. What takes a blink took an hour and
 * more when the time grew with the square of a text's length.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeviceListBoundsTest {

    private static final int MILLION = 1_000_000;

    /** Two accents that belong in the other order. */
    private static final String MARKS = "\u0301\u0316".repeat(MILLION / 2);

    @Test
    void aTableHasSoManyColumns() throws Exception {
        String row = "SN-1\n";
        assertEquals(
                List.of("the device with the serial number \"SN-1\""),
                read("serialNumber" + ",x".repeat(499) + "\n" + row));

        String said = " there are more than 500 columns in it. Only those that name devices are needed.";
        assertEquals("deviceLines: Line 1:" + said, problem("serialNumber" + ",x".repeat(500) + "\n" + row));
        assertEquals(
                "deviceLines: Line 2:" + said, problem("\n" + "x,".repeat(500) + "x\n" + row), "none of them counts");
    }

    @Test
    void manyColumnsAndManyRowsAreOneMistake() {
        String said = problem("serialNumber,".repeat(16_000) + "x\n" + "x\n".repeat(DeviceLines.MAX_DEVICES));
        assertTrue(said.startsWith("deviceLines: Line 1: there are more than 500 columns in it."), said);
        assertEquals(1, said.split("Line ").length - 1, said);
    }

    /** Each blank that nobody sees was looked for in all others. */
    @ParameterizedTest
    @ValueSource(strings = {"note,", "serialNumber,"})
    void namesOfColumnsAreShort(String other) throws Exception {
        String said =
                "deviceLines: Line 1: the names of the columns have more than 20,000 characters. Only columns that"
                        + " name devices are needed.";
        assertEquals(said, problem(other + "a\u00A0".repeat(MILLION) + "\nSN-1"));
        assertEquals(
                1, read("serialNumber," + "a\u00A0".repeat(9_000) + "\nSN-1").size());
    }

    @Test
    void aQuoteThatIsNotClosedIsWhatIsWrongWithALongHeader() {
        String said = problem("serialNumber,note,\"owner\n" + "SN-1,x,y\n".repeat(20_000));
        assertTrue(said.contains("Line 1: the quote that begins there is never closed"), said);
    }

    @Test
    void valuesOfColumnsWithTheSameNameAreCompared() {
        String said = problem("serialNumber,serialNumber\na" + MARKS + ",b" + MARKS);
        assertTrue(said.contains("Line 2: several columns are called serialNumber"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialNumber\n", "serialNumber: ", "deviceName: "})
    void aValueThatIsTooLongIsCalledThat(String before) {
        String said = problem(before + "a" + MARKS);
        assertTrue(said.endsWith("It is longer than 320 characters."), said);
    }

    @Test
    void blanksBeforeABrokenValueAreWalkedOnce() {
        String said = problem("deviceName:" + " ".repeat(MILLION) + "a\u2028b");
        assertTrue(said.contains("Line 1: It contains an invisible character: U+2028"), said);
    }
}
