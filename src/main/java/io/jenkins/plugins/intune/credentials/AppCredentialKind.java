package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A kind of credential that jobs can choose: this plugin's own, and those of other plugins that are installed. Jobs name a
 * credential by its id alone, which is looked up in the order of the kinds.
 *
 * @param <C> the kind, as Jenkins knows it
 */
@Restricted(NoExternalUse.class)
public abstract class AppCredentialKind<C extends StandardCredentials> implements ExtensionPoint {

    private final Class<C> type;

    /** @param type the kind, as Jenkins knows it */
    protected AppCredentialKind(Class<C> type) {
        this.type = type;
    }

    /** The kind, as Jenkins knows it. */
    public final Class<C> type() {
        return type;
    }

    /**
     * Makes a credential of this kind usable.
     *
     * @param credentials the credential
     * @param references finds what it refers to
     */
    public abstract AppCredential open(C credentials, ReferenceLookup references);

    private Optional<AppCredential> find(String id, CredentialLookup lookup) {
        return lookup.find(id, type).map(found -> open(found, lookup.references(found)));
    }

    /** All kinds, this plugin's own first. */
    public static List<Class<? extends StandardCredentials>> types() {
        return ExtensionList.lookup(AppCredentialKind.class).stream()
                .<Class<? extends StandardCredentials>>map(kind -> ((AppCredentialKind<?>) kind).type())
                .toList();
    }

    /** Finds a credential of any of the kinds. */
    public static Optional<AppCredential> findAny(String id, CredentialLookup lookup) {
        return ExtensionList.lookup(AppCredentialKind.class).stream()
                .flatMap(kind -> ((AppCredentialKind<?>) kind).find(id, lookup).stream())
                .findFirst();
    }
}
