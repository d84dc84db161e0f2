package hudson.model;

import hudson.ExtensionPoint;
import java.util.List;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem implements ExtensionPoint {
    Job() {}
    public int getNextBuildNumber() { throw new UnsupportedOperationException(); }
    public RunT getBuildByNumber(int n) { throw new UnsupportedOperationException(); }
    public List<JobProperty<? super JobT>> getAllProperties() { throw new UnsupportedOperationException(); }
    public <T extends JobProperty> T getProperty(Class<T> clazz) { throw new UnsupportedOperationException(); }
}
