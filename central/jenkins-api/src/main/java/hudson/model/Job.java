package hudson.model;

import hudson.ExtensionPoint;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem implements ExtensionPoint {
    Job() {}
    public boolean isBuilding() { throw new UnsupportedOperationException(); }
    public int getNextBuildNumber() { throw new UnsupportedOperationException(); }
    public RunT getBuildByNumber(int n) { throw new UnsupportedOperationException(); }
    public <T extends JobProperty> T getProperty(Class<T> clazz) { throw new UnsupportedOperationException(); }
}
