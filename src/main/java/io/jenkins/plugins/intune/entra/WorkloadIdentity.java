package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jvnet.localizer.Localizable;

/**
 * In whose name a token is requested: an app registration, or a managed identity of the machine. Two identities are equal if
 * one token serves both, so whatever changes a token must change the identity.
 *
 * @see <a href="https://learn.microsoft.com/entra/workload-id/workload-identities-overview">Workload identities</a>
 */
public sealed interface WorkloadIdentity permits AppIdentity, ManagedIdentity {

    /**
     * Gets a token through msal4j, past its caches. Blocks until the endpoint has answered.
     *
     * @param http how msal4j talks to the endpoint
     * @throws Exception if there is none; the real cause may be wrapped
     */
    IAuthenticationResult acquire(IHttpClient http) throws Exception;

    /** What its token requests wait for, an app of a tenant for example: those that wait for the same share few threads. */
    String waitsFor();

    /** Whether the endpoint is the machine's own, so that no proxy leads there. */
    boolean hasLocalEndpoint();

    /**
     * What to do about an endpoint's refusal.
     *
     * @param status the HTTP status
     * @param text the endpoint's own words
     */
    Optional<EntraHint> hint(int status, String text);

    /** One more sentence for an endpoint that was not reached. */
    Optional<Localizable> unreachableHint();

    /** What an administrator should know although all is well now, a sentence each. */
    List<String> warnings(Instant now);

    /** The claims of the identity's proof that Entra compares. May block for a moment. */
    Optional<Localizable> evidence();

    /** The identity in words, for people: begins with an article and fits after "for". */
    Localizable label();
}
