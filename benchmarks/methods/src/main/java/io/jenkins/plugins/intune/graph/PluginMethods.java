package io.jenkins.plugins.intune.graph;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import io.jenkins.plugins.intune.entra.MethodsTokens;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.http.HttpReply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What every request does and what cost most before it was measured: having a token, and reading a device. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PluginMethods {

    private static final String ID = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";
    private static final DeviceAddress ADDRESS = DeviceAddress.managedDevice(ID);
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String SCOPE = "https://graph.example.org/.default";

    private TokenHolder holder;
    private ConfidentialClientApplication app;
    private HttpReply device;

    @Setup
    public void prepare() throws Exception {
        holder = MethodsTokens.warm();
        HttpResponse token = new HttpResponse();
        token.statusCode(200);
        token.addHeaders(Map.of("Content-Type", List.of("application/json")));
        token.body("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + "t".repeat(1500) + "\"}");
        app = ConfidentialClientApplication.builder(ID, ClientCredentialFactory.createFromSecret("secret"))
                .authority("https://login.example.org/" + TENANT + "/")
                .instanceDiscovery(false)
                .httpClient(request -> token)
                .build();
        msal4jTokenHit();
        device = new HttpReply(
                200,
                Map.of("request-id", List.of("1")),
                "{\"id\":\"" + ID + "\",\"deviceName\":\"LAPTOP-7\",\"operatingSystem\":\"Windows\","
                        + "\"userPrincipalName\":\"anna@contoso.com\",\"lastSyncDateTime\":\"2026-11-20T08:00:00Z\","
                        + "\"remoteAssistanceSessionUrl\":null,\"remoteAssistanceSessionErrorDetails\":null}",
                false);
    }

    @Benchmark
    public Object pluginTokenHit() {
        return holder.current().join();
    }

    /** With an authority without a port; with one it would not be a hit. */
    @Benchmark
    public Object msal4jTokenHit() {
        return app.acquireToken(
                        ClientCredentialParameters.builder(Set.of(SCOPE)).build())
                .join();
    }

    @Benchmark
    public Object readDevice() {
        return DeviceReading.of(device, ADDRESS);
    }
}
