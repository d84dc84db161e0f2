package io.jenkins.plugins.intune.entra;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jvnet.localizer.Localizable;

/**
 * What to do about an AADSTS code. Microsoft may change codes at any time, so they serve for hints only and Entra's own
 * text is always shown too. To add a hint, add its codes here and a text to {@code Messages.properties}.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Error codes</a>
 */
enum EntraHint {
    WRONG_SECRET(Messages::_EntraHint_wrongSecret, 7000215, 70002),
    EXPIRED_SECRET(Messages::_EntraHint_expiredSecret, 7000222),
    APP_NOT_IN_TENANT(Messages::_EntraHint_appNotInTenant, 700016, 700011),
    APP_DISABLED(Messages::_EntraHint_appDisabled, 7000112),
    TENANT_NOT_FOUND(Messages::_EntraHint_tenantNotFound, 90002, 900023),
    NOT_CONSENTED(Messages::_EntraHint_notConsented, 7000229),
    WRONG_CLOUD(Messages::_EntraHint_wrongCloud, 90038, 900382, 900432),
    WRONG_CERTIFICATE(Messages::_EntraHint_wrongCertificate, 700027, 50012, 50013),
    CLOCK_OR_STALE(Messages::_EntraHint_clockOrStale, 700024, 500133, 1000502),
    NO_FEDERATION(Messages::_EntraHint_noFederation, 70021, 700211, 700212, 700213),
    UNKNOWN_SIGNER(Messages::_EntraHint_unknownSigner, 7000272),
    NO_MANAGED_IDENTITY(Messages::_EntraHint_noManagedIdentity),
    SEVERAL_MANAGED_IDENTITIES(Messages::_EntraHint_severalManagedIdentities),
    IDENTITY_UPDATING(Messages::_EntraHint_identityUpdating),
    REQUEST_LOOP(Messages::_EntraHint_requestLoop, 50196),
    CONDITIONAL_ACCESS(Messages::_EntraHint_conditionalAccess, 53003, 530032),
    TENANT_RESTRICTED(Messages::_EntraHint_tenantRestricted, 50002, 500021, 500022),
    WRONG_GRAPH_ROOT(Messages::_EntraHint_wrongGraphRoot, 500011),
    TEMPORARY(Messages::_EntraHint_temporary, 90055, 90006, 90012, 90024, 90033, 90090, 90091, 50033);

    /** An update takes up to 70 seconds, and a token is requested five times, so four such waits outlast it. */
    private static final Duration PART_OF_AN_UPDATE = Duration.ofSeconds(20);

    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{1,9})");

    private final Supplier<Localizable> text;
    private final int[] codes;

    EntraHint(Supplier<Localizable> text, int... codes) {
        this.text = text;
        this.codes = codes;
    }

    Localizable text() {
        return text.get();
    }

    boolean isTemporary() {
        return this == TEMPORARY || this == IDENTITY_UPDATING;
    }

    /** The wait before another try where the endpoint does not say. */
    Optional<Duration> usualWait() {
        return this == IDENTITY_UPDATING ? Optional.of(PART_OF_AN_UPDATE) : Optional.empty();
    }

    /** The hint for the first AADSTS code in Entra's text. */
    static Optional<EntraHint> find(String errorDescription) {
        Matcher matcher = CODE.matcher(errorDescription);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int code = Integer.parseInt(matcher.group(1));
        for (EntraHint hint : values()) {
            for (int known : hint.codes) {
                if (known == code) {
                    return Optional.of(hint);
                }
            }
        }
        return Optional.empty();
    }
}
