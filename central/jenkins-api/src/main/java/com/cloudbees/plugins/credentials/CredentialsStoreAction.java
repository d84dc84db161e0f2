package com.cloudbees.plugins.credentials;

import hudson.model.AbstractDescribableImpl;
import hudson.model.Action;
import hudson.model.ModelObject;
import hudson.security.AccessControlled;

public abstract class CredentialsStoreAction implements Action, AccessControlled, ModelObject {
    public CredentialsStoreAction() {}
    public static class DomainWrapper extends AbstractDescribableImpl<DomainWrapper> implements ModelObject, AccessControlled {
        DomainWrapper() {}
        public String getDisplayName() { throw new UnsupportedOperationException(); }
    }
}
