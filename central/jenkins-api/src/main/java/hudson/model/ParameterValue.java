package hudson.model;

import java.io.Serializable;

public abstract class ParameterValue implements Serializable {
    protected ParameterValue(String name) {}
    public final String getName() { throw new UnsupportedOperationException(); }
}
