package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Optional;
import org.kohsuke.stapler.Stapler;

/**
 * Finds what a credential in a form refers to, saved or not.
 *
 * @param place where the form would store it
 */
public record TypedReferences(CredentialPlace place) implements ReferenceLookup {

    /** For what is posted in the current request, if there is one. */
    public static TypedReferences inRequest() {
        return new TypedReferences(CredentialPlace.of(Stapler.getCurrentRequest2()));
    }

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return place.find(id, type);
    }

    @Override
    public String scope() {
        return CredentialLookup.in(place).scope();
    }

    @Override
    public String lookedUpAs(String id) {
        return place.lookedUpAs();
    }

    @Override
    public void requireUse() throws InvalidInputException {
        if (!place.mayVerify()) {
            throw new InvalidInputException("authentication", Messages.TypedReferences_refused());
        }
    }

    @Override
    public void requireManagedIdentity() throws InvalidInputException {
        ManagedIdentityRule.require(place.isJenkins());
    }
}
