package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Run;
import io.jenkins.plugins.intune.form.CredentialPlace;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Finds the credentials that a job names, as they are visible in a certain place. May block for a moment. */
public interface CredentialLookup {

    /**
     * Finds a credential.
     *
     * @param id its id, or an expression such as {@code ${NAME}} for a build's parameter
     * @param type what kind it must be
     */
    @Restricted(NoExternalUse.class)
    <C extends StandardCredentials> Optional<C> find(String id, Class<C> type);

    /**
     * How to find what a credential refers to.
     *
     * @param found the credential, as this found it
     */
    @Restricted(NoExternalUse.class)
    ReferenceLookup references(StandardCredentials found);

    /**
     * Makes a credential specific to a build: some have another value in each.
     *
     * @param credentials one that was found otherwise
     */
    @Restricted(NoExternalUse.class)
    default Credentials inContext(Credentials credentials) {
        return credentials;
    }

    /** Whether Jenkins has the place where it says it is. If not, nothing is found. */
    @Restricted(NoExternalUse.class)
    default boolean isInPlace() {
        return true;
    }

    /**
     * The name of the credentials parameter that an id stands for, if the build has none of that name.
     *
     * @param id an id, or an expression
     */
    @Restricted(NoExternalUse.class)
    default Optional<String> missingParameter(String id) {
        return Optional.empty();
    }

    /** Names the place, for people. */
    @Restricted(NoExternalUse.class)
    String place();

    /** Distinguishes results of this look-up from those of another place. Not for people. */
    @Restricted(NoExternalUse.class)
    String scope();

    /**
     * Says as whom a credential is looked up: a sentence for people.
     *
     * @param id the id that was looked for, or an expression
     */
    @Restricted(NoExternalUse.class)
    String lookedUpAs(String id);

    /** As a build sees them: those of its folders and its parameters. The use is recorded. */
    @Restricted(NoExternalUse.class)
    static CredentialLookup of(Run<?, ?> run) {
        return new RunLookup(run);
    }

    /** As a build in this place would see them. The caller must have checked that the user may know. */
    @Restricted(NoExternalUse.class)
    static CredentialLookup in(CredentialPlace place) {
        return new PlaceLookup(place);
    }
}
