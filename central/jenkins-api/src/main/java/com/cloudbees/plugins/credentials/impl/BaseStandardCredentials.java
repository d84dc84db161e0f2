package com.cloudbees.plugins.credentials.impl;

import com.cloudbees.plugins.credentials.BaseCredentials;
import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import java.io.UnsupportedEncodingException;

public abstract class BaseStandardCredentials extends BaseCredentials implements StandardCredentials {
    public BaseStandardCredentials(CredentialsScope scope, String id, String description) {}
    public String getDescription() { throw new UnsupportedOperationException(); }
    public String getId() { throw new UnsupportedOperationException(); }
    public final boolean equals(Object other) { throw new UnsupportedOperationException(); }
    public final int hashCode() { throw new UnsupportedOperationException(); }
    protected abstract static class BaseStandardCredentialsDescriptor extends CredentialsDescriptor {
        protected BaseStandardCredentialsDescriptor() {}
        public String getCheckIdUrl(CredentialsStore store) throws UnsupportedEncodingException { throw new UnsupportedOperationException(); }
    }
}
