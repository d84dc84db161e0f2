package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.security.ACL;
import io.jenkins.plugins.intune.form.CredentialStores;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Finds what a credential of a job, its folders or Jenkins refers to: all that the job can use.
 *
 * @param around finds what the job can use
 * @param found the credential
 */
record StoredReferences(CredentialLookup around, StandardCredentials found) implements ReferenceLookup {

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return around.find(id, type);
    }

    @Override
    public String scope() {
        return around.scope();
    }

    @Override
    public String lookedUpAs(String id) {
        return around.lookedUpAs(id);
    }

    @Override
    public void requireManagedIdentity() throws InvalidInputException {
        ManagedIdentityRule.require(CredentialStores.holds(Jenkins.get(), ACL.SYSTEM2, found));
    }
}
