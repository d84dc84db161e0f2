package hudson.model;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import jenkins.model.RunAction2;

public class ParametersAction implements RunAction2, Iterable<ParameterValue> {
    public ParametersAction(List<ParameterValue> parameters) {}
    public List<ParameterValue> getParameters() { throw new UnsupportedOperationException(); }
    public Iterator<ParameterValue> iterator() { throw new UnsupportedOperationException(); }
    public String getDisplayName() { throw new UnsupportedOperationException(); }
    public String getIconFileName() { throw new UnsupportedOperationException(); }
    public String getUrlName() { throw new UnsupportedOperationException(); }
    public ParametersAction createUpdated(Collection<? extends ParameterValue> overrides) { throw new UnsupportedOperationException(); }
    public ParameterValue getParameter(String name) { throw new UnsupportedOperationException(); }
    public void onAttached(Run<?, ?> r) { throw new UnsupportedOperationException(); }
    public void onLoad(Run<?, ?> r) { throw new UnsupportedOperationException(); }
}
