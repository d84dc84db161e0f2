package hudson.model;

public abstract class SimpleParameterDefinition extends ParameterDefinition {
    protected SimpleParameterDefinition(String name) {
        super(name);
    }
    public abstract ParameterValue createValue(String value);
}
