package hudson.model;

import jenkins.model.CauseOfInterruption;

public class Executor extends Thread implements ModelObject {
    Executor() {}
    public static Executor currentExecutor() { throw new UnsupportedOperationException(); }
    public String getDisplayName() { throw new UnsupportedOperationException(); }
    public void interrupt(Result result, CauseOfInterruption... causes) { throw new UnsupportedOperationException(); }
}
