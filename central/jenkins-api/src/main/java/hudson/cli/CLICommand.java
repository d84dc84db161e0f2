package hudson.cli;

import hudson.ExtensionPoint;

public abstract class CLICommand implements ExtensionPoint, Cloneable {
    public CLICommand() {}
    public static CLICommand getCurrent() { throw new UnsupportedOperationException(); }
}
