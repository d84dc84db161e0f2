package io.jenkins.plugins.intune.run;

import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Path;
import java.util.List;

/**
 * The entry point of {@code bin/run}.
 *
 * <p>{@code console} runs the request itself; {@code jenkins HOME COMMAND…} starts a Jenkins by a command.
 */
public final class RunMain {

    private RunMain() {}

    /** @param args a mode and what it takes, see above */
    public static void main(String[] args) throws Exception {
        try (StandIn standIn = SampleDevices.start()) {
            System.out.println("Stand-in for Entra ID and Microsoft Graph: " + standIn.root());
            int exit =
                    switch (args[0]) {
                        case "console" -> new ConsoleRun(standIn).run();
                        case "jenkins" ->
                            new JenkinsRun(
                                            standIn,
                                            Path.of(args[1]),
                                            List.of(args).subList(2, args.length))
                                    .run();
                        default -> throw new IllegalArgumentException("no such mode: " + args[0]);
                    };
            System.exit(exit);
        }
    }
}
