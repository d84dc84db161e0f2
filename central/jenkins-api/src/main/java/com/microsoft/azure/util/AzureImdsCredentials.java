package com.microsoft.azure.util;

import com.cloudbees.plugins.credentials.CredentialsScope;

public class AzureImdsCredentials extends AbstractManagedIdentitiesCredentials {
    public AzureImdsCredentials(CredentialsScope scope, String id, String description) {
        super(scope, id, description);
    }
    public String getClientId() { throw new UnsupportedOperationException(); }
}
