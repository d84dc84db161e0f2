package com.microsoft.azure.util;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.util.Secret;

public class AzureCredentials extends AzureBaseCredentials {
    public AzureCredentials(CredentialsScope scope, String id, String description, String subscriptionId, String clientId, Secret clientSecret) {
        super(scope, id, description);
    }
    public String getActiveDirectoryEndpoint() { throw new UnsupportedOperationException(); }
    public String getAzureEnvironmentName() { throw new UnsupportedOperationException(); }
    public String getCertificateId() { throw new UnsupportedOperationException(); }
    public String getClientId() { throw new UnsupportedOperationException(); }
    public String getPlainClientSecret() { throw new UnsupportedOperationException(); }
    public String getTenant() { throw new UnsupportedOperationException(); }
}
