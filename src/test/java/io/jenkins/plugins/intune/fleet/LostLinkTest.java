package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart at a moment at which the key of session links cannot be read. */
class LostLinkTest {

    private static final String LINK = "https://get.teamviewer.com/s-1";

    private boolean unreadable;

    /** Tells null for what it cannot decrypt at the moment, as SessionLinks does. */
    private final LinkEncryption encryption = new LinkEncryption() {
        @Override
        public String encrypt(String link, Instant acceptedAt) {
            return unreadable ? "-" : FleetBench.ENCRYPTION.encrypt(link, acceptedAt);
        }

        @Override
        public String decrypt(String encrypted) {
            return unreadable ? null : FleetBench.ENCRYPTION.decrypt(encrypted);
        }
    };

    private FleetJournal journal(Path folder) {
        return new FleetJournal(new FileStorage(folder.resolve("journal.jsonl")), encryption, Runnable::run);
    }

    private static RequestReport session() {
        return ReportFixture.of(Outcome.SESSION)
                .device("managed device 1", DeviceLists.id(1), "LAPTOP-7")
                .began(Instant.now())
                .accepted(Instant.now())
                .sent("11111111-aaaa-4bbb-8ccc-222222222222", "r", null)
                .link(LINK)
                .report();
    }

    @Test
    void theLogSaysOfHowManyDevicesTheStepHasNoLink(@TempDir Path folder) throws Exception {
        journal(folder).close(new RequestReport[] {session()}).get();

        unreadable = true;
        try (FleetBench bench = new FleetBench(folder.resolve("journal.jsonl"))) {
            bench.encryption = encryption;
            bench.dieAndRise();
            FleetResult result = bench.run(FleetBench.devices(2));

            assertEquals(List.of(Outcome.SESSION, Outcome.ACCEPTED), FleetBench.outcomes(result));
            assertEquals(
                    List.of(
                            "Session links that were found before Jenkins was restarted, and that are not kept any longer or cannot"
                                    + " be decrypted: 1. This step has none for these devices."),
                    bench.log.stream()
                            .filter(line -> line.startsWith("Session links"))
                            .toList());
        }
    }

    @Test
    void aKeyThatCannotBeReadForAMomentErasesNoLink(@TempDir Path folder) throws Exception {
        FleetJournal before = journal(folder);
        before.close(new RequestReport[] {session()}).get();

        unreadable = true;
        FleetJournal after = journal(folder);
        CompletableFuture<Map<Integer, FleetLine>> restored = after.open();
        RequestReport[] ends = {restored.get().get(0).report()};
        unreadable = false;
        after.close(ends).get();

        List<RequestReport> kept = FleetJournal.reports(new FileStorage(folder.resolve("journal.jsonl")), false);
        assertEquals(FleetBench.ENCRYPTION.encrypt(LINK, null), kept.get(0).sessionUrl());
    }
}
