package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.springframework.security.core.Authentication;

/** Reads the stores of credentials directly, to find out where a credential is stored. */
@Restricted(NoExternalUse.class)
public final class CredentialStores {

    private CredentialStores() {}

    /**
     * Lists the credentials that are stored in a place, and not above it.
     *
     * @param owner Jenkins, a folder or a person
     * @param reader who reads; only a person may read the store of their own
     */
    public static <C extends Credentials> List<C> stored(ModelObject owner, Authentication reader, Class<C> type) {
        List<C> stored = new ArrayList<>();
        try (ACLContext ignored = ACL.as2(reader)) {
            for (CredentialsStore store : CredentialsProvider.lookupStores(owner)) {
                if (store.getContext() == owner) {
                    for (Domain domain : store.getDomains()) {
                        store.getCredentials(domain).stream()
                                .filter(type::isInstance)
                                .map(type::cast)
                                .forEach(stored::add);
                    }
                }
            }
        }
        return stored;
    }

    /**
     * Whether this very credential is stored in a place: another one may have the same id.
     *
     * @param owner Jenkins, a folder or a person
     * @param reader who reads; only a person may read the store of their own
     */
    public static boolean holds(ModelObject owner, Authentication reader, Credentials credentials) {
        return stored(owner, reader, Credentials.class).stream().anyMatch(one -> one == credentials);
    }
}
