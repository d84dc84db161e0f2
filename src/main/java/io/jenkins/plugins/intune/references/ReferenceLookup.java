package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Finds what a credential refers to, such as a certificate that is a credential of its own. What there is to find depends on
 * where the credential is stored. One from a person's own store refers to what is in that store and to nothing else: those
 * who may bring a credential of their own into a build must not get at those of the job with its help.
 */
public interface ReferenceLookup {

    /**
     * Finds a credential. May block for a moment.
     *
     * @param id its id
     * @param type what kind it must be
     */
    @Restricted(NoExternalUse.class)
    <C extends StandardCredentials> Optional<C> find(String id, Class<C> type);

    /** Distinguishes results of this look-up from those of another place. Not for people. */
    @Restricted(NoExternalUse.class)
    String scope();

    /**
     * Says as whom a credential is looked up: a sentence for people.
     *
     * @param id the id that was looked for
     */
    @Restricted(NoExternalUse.class)
    String lookedUpAs(String id);

    /**
     * Checks that the credential may use the managed identity of the machine.
     *
     * @throws InvalidInputException if it may not, because of where it is stored
     */
    @Restricted(NoExternalUse.class)
    void requireManagedIdentity() throws InvalidInputException;

    /**
     * Checks that the user who posts the credential may use what it refers to. A stored credential passes, because it was
     * checked when it was stored.
     *
     * @throws InvalidInputException if they may not
     */
    @Restricted(NoExternalUse.class)
    default void requireUse() throws InvalidInputException {}
}
