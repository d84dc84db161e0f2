package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ALL;

import io.jenkins.plugins.intune.index.AuditEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log, its disk and its clock; and the same log in another Jenkins. */
abstract class AuditLogFixture {

    @TempDir
    Path folder;

    AuditBench bench;
    AuditLog log;

    @BeforeEach
    void prepare() {
        bench = new AuditBench(folder.resolve("log"));
        log = bench.log();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    final List<AuditEntry> entries() {
        return log.index().search(ALL, 1, 1_000, List.of()).entries();
    }

    /** Another Jenkins continues with what is on disk. */
    final void restart() {
        log = bench.log();
        log.start();
        bench.runDisk();
    }
}
