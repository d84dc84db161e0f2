package com.cloudbees.plugins.credentials;

import hudson.model.ParameterValue;

public class CredentialsParameterValue extends ParameterValue {
    CredentialsParameterValue() {
        super(null);
    }
    public boolean isDefaultValue() { throw new UnsupportedOperationException(); }
}
