package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Environment;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;

public abstract class RunListener<R extends Run> implements ExtensionPoint {
    protected RunListener() {}
    public void onStarted(R r, TaskListener listener) { throw new UnsupportedOperationException(); }
    public void onCompleted(R r, TaskListener listener) { throw new UnsupportedOperationException(); }
    public Environment setUpEnvironment(AbstractBuild build, Launcher launcher, BuildListener listener)
            throws IOException, InterruptedException, Run.RunnerAbortedException { throw new UnsupportedOperationException(); }
}
