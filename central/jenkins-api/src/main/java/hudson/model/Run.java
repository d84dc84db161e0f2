package hudson.model;

import hudson.ExtensionPoint;
import hudson.security.AccessControlled;
import java.io.File;
import java.io.IOException;
import java.util.List;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable implements ExtensionPoint, Comparable<RunT>, AccessControlled, PersistenceRoot {
    Run() {}
    public <T extends Cause> T getCause(Class<T> type) { throw new UnsupportedOperationException(); }
    public synchronized void save() throws IOException { throw new UnsupportedOperationException(); }
    public void addAction(Action a) { throw new UnsupportedOperationException(); }
    public String getExternalizableId() { throw new UnsupportedOperationException(); }
    public File getRootDir() { throw new UnsupportedOperationException(); }
    public boolean isBuilding() { throw new UnsupportedOperationException(); }
    public void setResult(Result r) { throw new UnsupportedOperationException(); }
    public List<Cause> getCauses() { throw new UnsupportedOperationException(); }
    public final long getTimeInMillis() { throw new UnsupportedOperationException(); }
    public int getNumber() { throw new UnsupportedOperationException(); }
    public String getUrl() { throw new UnsupportedOperationException(); }
    public static final class RunnerAbortedException extends RuntimeException {
        public RunnerAbortedException() {}
    }
    public JobT getParent() { throw new UnsupportedOperationException(); }
}
