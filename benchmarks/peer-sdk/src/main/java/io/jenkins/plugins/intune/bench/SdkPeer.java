package io.jenkins.plugins.intune.bench;

import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.graph.beta.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AzureIdentityAuthenticationProvider;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** The official Graph SDK with azure-identity, as its documentation shows it, and told of another root. */
public final class SdkPeer implements Peer {

    private final GraphServiceClient graph;

    public SdkPeer(Endpoints endpoints) {
        ClientSecretCredential credential = new ClientSecretCredentialBuilder()
                .tenantId(Endpoints.TENANT)
                .clientId(Endpoints.CLIENT)
                .clientSecret(Endpoints.SECRET)
                .authorityHost(endpoints.authority())
                .disableInstanceDiscovery()
                .build();
        String[] hosts = {URI.create(endpoints.graphRoot()).getHost()};
        graph = new GraphServiceClient(new AzureIdentityAuthenticationProvider(credential, hosts, endpoints.scope()));
        graph.getRequestAdapter().setBaseUrl(endpoints.graphRoot() + "/beta");
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        graph.deviceManagement()
                .managedDevices()
                .byManagedDeviceId(device)
                .requestRemoteAssistance()
                .post();
        return CompletableFuture.completedFuture(null);
    }
}
