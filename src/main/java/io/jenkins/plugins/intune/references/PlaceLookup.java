package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import io.jenkins.plugins.intune.form.BuildIdentity;
import io.jenkins.plugins.intune.form.CredentialPlace;
import java.util.Optional;

/**
 * Looks credentials up for a form, as a build in its place would see them.
 *
 * @param where the place
 */
record PlaceLookup(CredentialPlace where) implements CredentialLookup {

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return where.find(id, type);
    }

    @Override
    public ReferenceLookup references(StandardCredentials found) {
        Optional<Item> job = where.item();
        return job.isEmpty()
                ? new StoredReferences(this, found)
                : PersonalReferences.orOf(this, job.get(), found, BuildIdentity.of(job.get()).person().stream());
    }

    @Override
    public String place() {
        return where.name();
    }

    @Override
    public String scope() {
        return where.scope();
    }

    @Override
    public String lookedUpAs(String id) {
        return where.lookedUpAs();
    }
}
