package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory that an app lives in: a GUID or a verified domain. */
public final class Tenant {

    /** Words that Entra takes in a tenant's place for people who sign in; an app has one tenant. */
    private static final Set<String> NOT_FOR_APPS = Set.of("common", "organizations", "consumers");

    /** One part of a domain's name, in lower case. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");

    private static final int LONGEST_DOMAIN = 253;

    private Tenant() {}

    /**
     * Checks a tenant that a person typed.
     *
     * @return the tenant in lower case
     * @throws InvalidInputException if it is missing, neither a GUID nor a domain, or a word such as {@code common}; the
     *     field is {@code tenantId}
     */
    public static String require(String typed) throws InvalidInputException {
        String tenant = PlainText.require("tenantId", typed).toLowerCase(Locale.ROOT);
        if (NOT_FOR_APPS.contains(tenant)) {
            throw new InvalidInputException("tenantId", Messages.Tenant_notForApps(tenant));
        }
        if (!Guid.isGuid(tenant) && !isDomain(tenant)) {
            throw new InvalidInputException("tenantId", Messages.Tenant_malformed(PlainText.oneLine(tenant, 80)));
        }
        return tenant;
    }

    private static boolean isDomain(String text) {
        String[] labels = text.split("\\.", -1);
        return text.length() <= LONGEST_DOMAIN
                && labels.length > 1
                && Stream.of(labels).allMatch(label -> LABEL.matcher(label).matches());
    }
}
