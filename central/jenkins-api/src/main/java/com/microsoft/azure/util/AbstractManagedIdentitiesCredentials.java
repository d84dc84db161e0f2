package com.microsoft.azure.util;

import com.cloudbees.plugins.credentials.CredentialsScope;

public abstract class AbstractManagedIdentitiesCredentials extends AzureBaseCredentials {
    public AbstractManagedIdentitiesCredentials(CredentialsScope scope, String id, String description) {
        super(scope, id, description);
    }
    public String getActiveDirectoryEndpoint() { throw new UnsupportedOperationException(); }
    public String getAzureEnvironmentName() { throw new UnsupportedOperationException(); }
}
