package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Optional;

/** A store of which nobody knows where it is, so that what is stored in it must refer to nothing. */
final class UnknownStore implements ReferenceLookup {

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return Optional.empty();
    }

    @Override
    public String scope() {
        return "";
    }

    @Override
    public String lookedUpAs(String id) {
        return "";
    }

    @Override
    public void requireUse() throws InvalidInputException {
        throw new InvalidInputException("authentication", Messages.UnknownStore_refused());
    }

    @Override
    public void requireManagedIdentity() throws InvalidInputException {
        requireUse();
    }
}
