package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.intune.form.CredentialStores;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what a credential from a person's own store refers to: only that person's other credentials, not those of the job.
 *
 * @param lookup found the credential
 * @param owner the person, or {@code null} if not known; nothing is found then
 */
record PersonalReferences(
        CredentialLookup lookup, @CheckForNull User owner) implements ReferenceLookup {

    /**
     * The references of a credential that a job found.
     *
     * @param lookup the job's lookup
     * @param found the credential
     * @param persons from whose own stores it can be
     */
    static ReferenceLookup orOf(CredentialLookup lookup, Item job, StandardCredentials found, Stream<User> persons) {
        if (isOf(job, found, found.getClass())) {
            return new StoredReferences(lookup, found);
        }
        return new PersonalReferences(
                lookup,
                persons.filter(person -> CredentialStores.holds(person, person.impersonate2(), found))
                        .findFirst()
                        .orElse(null));
    }

    /** Whether Jenkins itself, which sees no personal credentials, finds this very credential in the job. */
    private static <C extends StandardCredentials> boolean isOf(Item job, StandardCredentials found, Class<C> type) {
        return found == CredentialsProvider.findCredentialByIdInItem(found.getId(), type, job, ACL.SYSTEM2, List.of());
    }

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return owner == null
                ? Optional.empty()
                : CredentialStores.stored(owner, owner.impersonate2(), type).stream()
                        .filter(credentials -> credentials.getId().equals(id))
                        .map(lookup::inContext)
                        .filter(type::isInstance)
                        .map(type::cast)
                        .findFirst();
    }

    @Override
    public String scope() {
        return "personal:" + (owner == null ? "" : owner.getId()) + " " + lookup.scope();
    }

    @Override
    public String lookedUpAs(String id) {
        return owner == null
                ? Messages.PersonalReferences_unknown()
                : Messages.PersonalReferences_lookedUpAs(owner.getId());
    }

    @Override
    public void requireManagedIdentity() throws InvalidInputException {
        ManagedIdentityRule.require(false);
    }
}
