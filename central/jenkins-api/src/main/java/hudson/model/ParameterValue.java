package hudson.model;

import hudson.EnvVars;
import hudson.util.VariableResolver;
import java.io.Serializable;
import org.kohsuke.stapler.export.ExportedBean;

@ExportedBean(defaultVisibility = 3)
public abstract class ParameterValue implements Serializable {
    protected final String name;
    protected ParameterValue(String name) {
        this.name = name;
    }
    public final String getName() { throw new UnsupportedOperationException(); }
    public void setDescription(String description) { throw new UnsupportedOperationException(); }
    public void buildEnvironment(Run<?, ?> build, EnvVars env) { throw new UnsupportedOperationException(); }
    public VariableResolver<String> createVariableResolver(AbstractBuild<?, ?> build) { throw new UnsupportedOperationException(); }
    public int hashCode() { throw new UnsupportedOperationException(); }
    public boolean equals(Object obj) { throw new UnsupportedOperationException(); }
    public String getShortDescription() { throw new UnsupportedOperationException(); }
    public Object getValue() { throw new UnsupportedOperationException(); }
}
