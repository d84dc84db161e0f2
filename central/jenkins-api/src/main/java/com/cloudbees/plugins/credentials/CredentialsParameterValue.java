package com.cloudbees.plugins.credentials;

import hudson.model.ParameterValue;

public class CredentialsParameterValue extends ParameterValue {
    public CredentialsParameterValue(String name, String value, String description) { super(name); }
    public boolean isDefaultValue() { throw new UnsupportedOperationException(); }
}
