package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a cloud answers.
 *
 * @param graphRoot the root of Microsoft Graph, {@code https}, without a path
 * @param authority the root of Entra ID, {@code https}, without a path
 */
public record CloudEndpoints(URI graphRoot, URI authority) {

    static CloudEndpoints known(String graphRoot, String authority) {
        return new CloudEndpoints(URI.create(graphRoot), URI.create(authority));
    }

    /**
     * Checks the addresses that an administrator typed.
     *
     * @throws InvalidInputException if one of them is not {@code https://host} or {@code https://host:port}; the field
     *     is {@code graphRoot} or {@code authority}
     */
    public static CloudEndpoints custom(String graphRoot, String authority) throws InvalidInputException {
        return new CloudEndpoints(root("graphRoot", graphRoot), root("authority", authority));
    }

    /**
     * Checks one address.
     *
     * @param field the name of its field, for the error
     * @param typed what was typed
     */
    public static URI root(String field, String typed) throws InvalidInputException {
        // From the first slash of a run only: each of them would have to walk to where the run ends.
        String text = PlainText.require(field, typed).replaceFirst("(?<!/)/+$", "");
        try {
            URI uri = new URI(text);
            if (!"https".equalsIgnoreCase(uri.getScheme())) {
                throw new InvalidInputException(field, Messages.CloudEndpoints_https(PlainText.oneLine(text, 200)));
            }
            if (uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // Reported below, like every other address that is not a bare host.
        }
        throw new InvalidInputException(field, Messages.CloudEndpoints_malformed(PlainText.oneLine(text, 200)));
    }

    /** The scope to ask a token for: everything that was granted to the app in this Graph. */
    public String scope() {
        return graphRoot + "/.default";
    }
}
