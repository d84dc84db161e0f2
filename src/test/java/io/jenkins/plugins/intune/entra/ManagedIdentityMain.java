package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.http.ProxySettings;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;

/**
 * Asks for a managed identity's token and prints it, or why there is none. A process of its own, because msal4j finds the
 * endpoint by environment variables, and those are Azure's to set. Arguments: the client id of a user-assigned identity,
 * or nothing.
 */
final class ManagedIdentityMain {

    private ManagedIdentityMain() {}

    public static void main(String[] arguments) throws Exception {
        // A proxy that nobody could get through: the endpoint is the machine's own.
        ProxySettings proxy = new ProxySettings("proxy.invalid", 3128, null, null, List.of());
        String clientId = arguments.length == 0 ? "" : arguments[0];
        try (TokensFixture fixture = new TokensFixture(proxy, SSLContext.getDefault())) {
            ManagedIdentity identity = ManagedIdentity.of(clientId, URI.create("https://graph.microsoft.com"));
            System.out.println(
                    "token " + fixture.tokens().of(identity).current().get().value());
        } catch (ExecutionException failed) {
            System.out.println("failure " + failed.getCause().getMessage());
        }
    }
}
