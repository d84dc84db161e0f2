package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.CredentialsStoreAction;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.cli.CLICommand;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.references.TypedReferences;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** XML of a credential that somebody gives Jenkins to store, by REST or on the command line. */
final class GivenXml {

    /** The commands of the Credentials plugin, which are nobody's API: all that take XML have the store in a field. */
    private static final String COMMANDS = "com.cloudbees.plugins.credentials.cli.";

    private GivenXml() {}

    /**
     * Checks what is being read on this thread, if it is not read from disk.
     *
     * @throws InvalidInputException if whoever gives it may not store it there, or if a secret is missing in it
     */
    static void check(AppAuthentication given) throws InvalidInputException {
        Optional<ReferenceLookup> references = references();
        if (references.isPresent()) {
            given.requireAllowed(references.get());
            given.requireSecret();
        }
    }

    /** What refers to other credentials: they are looked for where it is to be stored. Empty if it is read from disk. */
    private static Optional<ReferenceLookup> references() {
        if (StackWalker.getInstance()
                .walk(callers ->
                        callers.anyMatch(caller -> caller.getClassName().startsWith(COMMANDS)))) {
            return Optional.of(references(CLICommand.getCurrent()));
        }
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request != null && request.findAncestor(CredentialsStoreAction.DomainWrapper.class) != null
                ? Optional.of(new TypedReferences(CredentialPlace.of(request)))
                : Optional.empty();
    }

    private static ReferenceLookup references(@CheckForNull CLICommand command) {
        try {
            Object store = command == null
                    ? null
                    : command.getClass().getField("store").get(command);
            return store instanceof CredentialsStore known ? new TypedReferences(CredentialPlace.of(known)) : unknown();
        } catch (ReflectiveOperationException elsewhere) {
            return unknown();
        }
    }

    /** Over SSH, Jenkins does not say which command is running. Its administrators may store whatever they want. */
    private static ReferenceLookup unknown() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                ? new TypedReferences(CredentialPlace.jenkins())
                : new UnknownStore();
    }
}
