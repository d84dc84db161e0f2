package io.jenkins.plugins.intune.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.FleetCounts;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.values.Language;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a page says of a fleet that has ended: in the language of whoever looks, and once. */
class FleetRecordTest {

    private static final String FULL = "The disk did not take all of that.";
    private static final FleetCounts ASKED = new FleetCounts(3, 2, 1, 0, 1, 0, 0, 0, 0, 0, 0);
    private static final FleetCounts LOOKED_AT = new FleetCounts(3, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1);

    private Locale locale = Locale.ENGLISH;

    @AutoClose
    private final Language language = Language.speak(() -> locale);

    /** As it ended on a server that speaks English. */
    private FleetRecord ended(FailWhen.Verdict verdict, FleetCounts counts, String note, boolean dryRun) {
        String message = FleetResult.summary(counts, dryRun, verdict == FailWhen.Verdict.ABORTED) + note;
        return FleetRecord.ended("key", new FleetResult(verdict, message, note, counts, List.of()), dryRun);
    }

    @Test
    void theNumbersAreToldInTheLanguageOfWhoeverLooks() {
        FleetRecord record = ended(FailWhen.Verdict.FAILURE, ASKED, "", false);

        assertEquals(
                "Intune accepted 2 of 3 requests. With a session link: 1. Refused or never sent: 1.", record.getText());
        locale = Locale.SIMPLIFIED_CHINESE;
        assertEquals("Intune 接受了 3 个请求中的 2 个。已有会话链接：1。被拒绝或未发送：1。", record.getText());
        assertEquals(
                "Intune accepted 2 of 3 requests. With a session link: 1. Refused or never sent: 1.",
                record.getMessage(),
                "the REST API has it as it was said");
    }

    @Test
    void soAreThoseOfAnAbortedFleet() {
        FleetRecord record = ended(FailWhen.Verdict.ABORTED, ASKED, "", false);

        locale = Locale.SIMPLIFIED_CHINESE;
        assertEquals("已中止。在此之前 Intune 接受了 2 个请求，0 个请求结果不确定，0 台设备尚未请求。", record.getText());
    }

    @Test
    void whatNoNumberTellsStaysAsItWas() {
        FleetRecord record = ended(FailWhen.Verdict.FAILURE, ASKED, FULL, false);
        FleetRecord never = FleetRecord.failed("key", 3, "Nobody could be asked.", false);

        locale = Locale.SIMPLIFIED_CHINESE;
        assertEquals("Intune 接受了 3 个请求中的 2 个。已有会话链接：1。被拒绝或未发送：1。" + FULL, record.getText());
        assertEquals("Nobody could be asked.", never.getText());
    }

    @Test
    void aDryRunIsCalledSoOnce() {
        assertEquals(
                "Dry run: 2 of 3 devices would be asked. Nobody was asked. Could not be asked: 1.",
                ended(FailWhen.Verdict.FAILURE, LOOKED_AT, "", true).getText());
        assertEquals(
                "Dry run: Nobody could be asked.",
                FleetRecord.failed("key", 3, "Nobody could be asked.", true).getText());
    }
}
