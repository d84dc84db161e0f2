package io.jenkins.plugins.intune.graph;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.MethodsTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.TokenHolder;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.values.Clocks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The methods that every request goes through. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PluginMethods {

    private static final String ID = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String SCOPE = "https://graph.example.org/.default";

    private CloudEndpoints cloud;
    private AppIdentity identity;
    private EntraTokens tokens;
    private TokenHolder holder;
    private ConfidentialClientApplication app;
    private DeviceAddress device;
    private HttpReply deviceReply;
    private HttpReply errorReply;
    private AppThrottle throttle;
    /** A second later each time that somebody looks, so that nobody waits. */
    private final Clocks clocks = new Clocks() {
        private long now;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return now += TimeUnit.SECONDS.toNanos(1);
        }
    };

    @Setup
    public void prepare() throws Exception {
        cloud = CloudEndpoints.custom("https://graph.example.org", "https://login.example.org");
        identity = AppIdentity.of(cloud.authority(), TENANT, ID, cloud.scope(), SecretProof.of("secret"));
        tokens = MethodsTokens.tokens();
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
        device = DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> ID);
        deviceReply = reply(
                200,
                "{\"id\":\"" + ID + "\",\"deviceName\":\"LAPTOP-7\",\"operatingSystem\":\"Windows\","
                        + "\"userPrincipalName\":\"anna@contoso.com\",\"lastSyncDateTime\":\"2026-11-20T08:00:00Z\","
                        + "\"remoteAssistanceSessionUrl\":null,\"remoteAssistanceSessionErrorDetails\":null}");
        errorReply = reply(
                403,
                "{\"error\":{\"code\":\"Forbidden\",\"message\":\"{\\\"_version\\\":3,\\\"Message\\\":"
                        + "\\\"An error has occurred - Activity ID: 1\\\"}\",\"innerError\":{\"request-id\":\"1\"}}}");
        throttle = new AppThrottle(
                clocks,
                (delay, task) -> CompletableFuture.completedFuture(null),
                RandomGenerator.getDefault(),
                Limits.DEFAULT);
    }

    private static HttpReply reply(int status, String body) {
        return new HttpReply(status, Map.of("request-id", List.of("1")), body, false);
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
    public Object findTokenHolder() {
        return tokens.of(identity);
    }

    @Benchmark
    public URI deviceUri() {
        return device.uri(cloud, ApiVersion.AUTO);
    }

    @Benchmark
    public Object readDevice() {
        return DeviceReading.of(deviceReply);
    }

    @Benchmark
    public Object explainError() {
        return GraphAnswer.explainAction(errorReply, DeviceForm.MANAGED_DEVICE);
    }

    @Benchmark
    public Object takePermit() {
        Permit permit = throttle.queueWrite(() -> {}).claim().join();
        permit.answered(Duration.ZERO);
        return permit;
    }
}
