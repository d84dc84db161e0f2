package com.cloudbees.plugins.credentials;

public class BaseCredentials implements Credentials {
    protected BaseCredentials() {}
    public CredentialsDescriptor getDescriptor() { throw new UnsupportedOperationException(); }
}
