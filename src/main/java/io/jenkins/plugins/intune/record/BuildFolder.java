package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The folder of a build on disk. */
@Restricted(NoExternalUse.class)
public final class BuildFolder {

    private BuildFolder() {}

    /**
     * Brings the names in a build's folder to the disk. Jenkins forces what a file holds and then puts it in its place; without
     * this, a power failure a moment later can bring the file back that was there before, and with it a state in which nobody
     * had been asked yet. Blocks.
     */
    public static void force(Run<?, ?> run) {
        try (FileChannel folder = FileChannel.open(run.getRootDir().toPath(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException cannot) {
            // Windows and some network file systems cannot do this, and their error looks like a failure.
            // The file itself is on disk.
        }
    }

    /**
     * Brings a build's own file to the disk, which Jenkins itself does only where builds survive anything: with the other
     * durability settings of Pipelines it writes the file in place and forces nothing. Blocks.
     *
     * @throws IOException if that cannot be done
     */
    static void forceBuild(Run<?, ?> run) throws IOException {
        Path file = run.getRootDir().toPath().resolve("build.xml");
        // Windows does not replace a file that is open, and whoever saves the build holds this, too.
        synchronized (run) {
            try (FileChannel build = FileChannel.open(file, StandardOpenOption.WRITE)) {
                build.force(true);
            }
        }
        force(run);
    }
}
