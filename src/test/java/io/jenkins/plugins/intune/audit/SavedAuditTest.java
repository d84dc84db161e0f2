package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ALL;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.SavedObjects;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.AuditSamples;
import io.jenkins.plugins.intune.trail.Requester;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older version wrote into the log is read by this one. */
class SavedAuditTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstVersionsLogIsRead() throws Exception {
        assertReads(SavedObjects.file("audit-1.jsonl"));
    }

    @Test
    void soIsThisOnes() throws Exception {
        AuditBench bench = new AuditBench(folder.resolve("now"));
        AuditLog log = bench.log();
        AuditLine.Asked unsent = asked(2);
        AuditLine.Asked second = AuditSamples.again(asked(3), 4, TEN.plusSeconds(4));
        for (AuditLine.Asked line : List.of(asked(1), unsent, asked(3), second)) {
            log.asked(line);
        }
        log.ended(asked(1), Outcome.SESSION, entry -> {});
        log.ended(unsent, null, entry -> {});
        log.opened(id(1), "anna");
        log.jobNames().renamed(KIM.job(), "desk/ask", false);
        bench.runDisk();
        bench.close();
        Path written = bench.files().get(0);
        String version = SavedObjects.versionToWrite();
        if (version != null) {
            Files.copy(written, SavedObjects.file("audit-" + version + ".jsonl"));
        }
        assertReads(written);
    }

    private void assertReads(Path file) throws Exception {
        AuditBench bench = new AuditBench(Files.createDirectory(folder.resolve("read")));
        Files.copy(file, folder.resolve("read/log-2026-11-24T10-00-00.000.jsonl"));
        AuditLog log = bench.log();
        log.start();
        bench.runDisk();

        Requester renamed = new Requester("desk/ask", KIM.build(), KIM.began(), KIM.startedBy(), KIM.runsAs());
        assertEquals(
                List.of(
                        new AuditEntry(
                                id(3),
                                id(4),
                                TEN.plusSeconds(4),
                                AuditSamples.TENANT,
                                AuditSamples.device(3),
                                "LAPTOP-3",
                                renamed,
                                null,
                                List.of()),
                        new AuditEntry(
                                id(1),
                                id(1),
                                TEN.plusSeconds(1),
                                AuditSamples.TENANT,
                                AuditSamples.device(1),
                                "LAPTOP-1",
                                renamed,
                                Outcome.SESSION,
                                List.of(new AuditEntry.Opening("anna", TEN.plusMillis(1))))),
                log.index().search(ALL, 1, 10, List.of()).entries());
        assertEquals(List.of(), log.problems());
    }
}
