package io.jenkins.plugins.intune.graph;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a list's next page, as servers write it: well-formed, relative, or with characters that no address may have.
 */
final class NextPage {

    /** Characters that no address may have, and a percent sign that encodes nothing. */
    private static final Pattern ILLEGAL = Pattern.compile("[^\\w.~:/?@!$&'()*+,;=%-]|%(?!\\p{XDigit}{2})");

    private NextPage() {}

    /**
     * Reads a link.
     *
     * @param link what was written
     * @param page the address of the page that it stands on
     * @return empty if it leads to another server: the token is for that page's server alone
     */
    static Optional<URI> of(String link, URI page) {
        try {
            String reference = encoded(link.strip());
            // Java drops the last part of the path before a query that stands alone.
            URI uri = page.resolve(new URI(reference.startsWith("?") ? page.getRawPath() + reference : reference));
            boolean same = page.getScheme().equalsIgnoreCase(uri.getScheme())
                    && page.getHost().equalsIgnoreCase(uri.getHost())
                    && port(page) == port(uri)
                    && uri.getRawUserInfo() == null;
            return same ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static String encoded(String link) {
        return ILLEGAL.matcher(link).replaceAll(illegal -> DevicePart.encode(illegal.group()));
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? 443 : uri.getPort();
    }
}
