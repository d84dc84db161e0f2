package com.cloudbees.plugins.credentials;

import hudson.model.Descriptor;
import hudson.model.ModelObject;

public abstract class CredentialsDescriptor extends Descriptor<Credentials> {
    protected CredentialsDescriptor() {}
    public static ModelObject unwrapContext(ModelObject context) { throw new UnsupportedOperationException(); }
}
