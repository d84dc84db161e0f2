package hudson.model;

public class StringParameterValue extends ParameterValue {
    public StringParameterValue(String name, String value) {
        super(name);
    }
    public String getValue() { throw new UnsupportedOperationException(); }
}
