package hudson.model;

import jenkins.model.RunAction2;

public class ParametersAction implements RunAction2 {
    ParametersAction() {}
    public String getDisplayName() { throw new UnsupportedOperationException(); }
    public String getIconFileName() { throw new UnsupportedOperationException(); }
    public String getUrlName() { throw new UnsupportedOperationException(); }
    public ParameterValue getParameter(String name) { throw new UnsupportedOperationException(); }
    public void onAttached(Run<?, ?> r) { throw new UnsupportedOperationException(); }
    public void onLoad(Run<?, ?> r) { throw new UnsupportedOperationException(); }
}
