package hudson.cli;

import hudson.model.Job;

public class BuildCommand extends CLICommand {
    public Job<?, ?> job;
    public BuildCommand() {}
}
