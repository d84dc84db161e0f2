package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.springframework.security.core.Authentication;

/** Finds credentials, as somebody in a certain place sees them. Looking may block for a moment. */
public interface CredentialLookup {

    /**
     * Finds a credential.
     *
     * @param id its id
     * @param type what kind it must be
     */
    @Restricted(NoExternalUse.class)
    <C extends StandardCredentials> Optional<C> find(String id, Class<C> type);

    /** Lists the credentials of a kind. */
    @Restricted(NoExternalUse.class)
    <C extends StandardCredentials> List<C> list(Class<C> type);

    /** Names the place: for people, and so that what was found for one is not used for another. */
    @Restricted(NoExternalUse.class)
    String place();

    /** As a build sees them: those of its folders and its parameters. The use is recorded. */
    @Restricted(NoExternalUse.class)
    static CredentialLookup of(Run<?, ?> run) {
        return new CredentialLookup() {
            @Override
            public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
                Optional<C> found =
                        Optional.ofNullable(CredentialsProvider.findCredentialById(id, type, run, List.of()));
                found.ifPresent(credentials -> CredentialsProvider.track(run, credentials));
                return found;
            }

            @Override
            public <C extends StandardCredentials> List<C> list(Class<C> type) {
                return in(run.getParent()).list(type);
            }

            @Override
            public String place() {
                return run.getExternalizableId();
            }
        };
    }

    /**
     * As a form sees them that is shown in this place. Whoever asks must have checked that the user may know.
     *
     * @param context the job or folder; anything else, or {@code null}, stands for the whole of Jenkins
     */
    @Restricted(NoExternalUse.class)
    static CredentialLookup in(@CheckForNull AccessControlled context) {
        return new CredentialLookup() {
            @Override
            public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
                return CredentialsMatchers.filter(list(type), CredentialsMatchers.withId(id)).stream()
                        .findFirst();
            }

            @Override
            public <C extends StandardCredentials> List<C> list(Class<C> type) {
                if (context instanceof Item item) {
                    return CredentialsProvider.lookupCredentialsInItem(type, item, ACL.SYSTEM2, List.of());
                }
                return CredentialsProvider.lookupCredentialsInItemGroup(
                        type, Jenkins.get(), whoLooks(context), List.of());
            }

            @Override
            public String place() {
                return context instanceof Item item ? item.getFullName() : "Jenkins";
            }
        };
    }

    /** A person's own credentials are nobody else's. */
    private static Authentication whoLooks(@CheckForNull AccessControlled context) {
        return context instanceof User ? Jenkins.getAuthentication2() : ACL.SYSTEM2;
    }
}
