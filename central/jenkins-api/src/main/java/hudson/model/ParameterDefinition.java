package hudson.model;

import hudson.ExtensionPoint;
import java.io.Serializable;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.ExportedBean;

@ExportedBean(defaultVisibility = 3)
public abstract class ParameterDefinition implements Describable<ParameterDefinition>, ExtensionPoint, Serializable {
    protected ParameterDefinition(String name) {}
    public ParameterDefinition copyWithDefaultValue(ParameterValue defaultValue) { throw new UnsupportedOperationException(); }
    public ParameterValue createValue(StaplerRequest2 req, JSONObject jo) { throw new UnsupportedOperationException(); }
    public ParameterValue getDefaultParameterValue() { throw new UnsupportedOperationException(); }
    public String getDescription() { throw new UnsupportedOperationException(); }
    public String getName() { throw new UnsupportedOperationException(); }
    public boolean isValid(ParameterValue value) { throw new UnsupportedOperationException(); }
    public void setDescription(String description) { throw new UnsupportedOperationException(); }
    public abstract static class ParameterDescriptor extends Descriptor<ParameterDefinition> {
        protected ParameterDescriptor() {}
        public String getDisplayName() { throw new UnsupportedOperationException(); }
    }
}
