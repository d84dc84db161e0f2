package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * When, how and on what code a run measures: stands in each section that it writes, because the next run may leave it.
 *
 * @param command as it was typed
 * @param quick whether the run is a quick one
 * @param commit what git calls the code, or the empty string outside of a clone
 */
record Stamp(String command, boolean quick, String commit) {

    /** Looks at the checkout before the run writes anything. */
    static Stamp of(Bench bench, List<String> figures) throws IOException, InterruptedException {
        StringBuilder command = new StringBuilder("bin/bench");
        if (bench.quick()) {
            command.append(" --quick");
        }
        figures.forEach(figure -> command.append(' ').append(figure));
        return new Stamp(command.toString(), bench.quick(), commit(bench.checkout()));
    }

    /** For the beginning of a section. */
    String text(long seconds) {
        return "Measured by `" + command + "` on " + LocalDate.now() + ", in " + seconds + " s"
                + (commit.isEmpty() ? "" : ", commit " + commit) + "."
                + (quick ? " A quick run: fewer rounds, wider ranges." : "");
    }

    private static String commit(Path checkout) throws IOException, InterruptedException {
        String hash = git(checkout, "rev-parse", "--short=8", "HEAD");
        // What a run before has written there does not change what is measured.
        boolean changed = !git(checkout, "status", "--porcelain", "--", ".", ":!docs", ":!benchmarks/findings.md")
                .isEmpty();
        return hash.isEmpty() || !changed ? hash : hash + " with changes";
    }

    private static String git(Path checkout, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", checkout.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException noGit) {
            return "";
        }
    }
}
