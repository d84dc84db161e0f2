package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.CredentialsStoreAction;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.cli.CLICommand;
import io.jenkins.plugins.intune.form.CredentialPlace;
import java.util.Optional;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** XML of a credential that somebody gives Jenkins to store, by REST or on the command line. */
final class GivenXml {

    /** The commands of the Credentials plugin, which are nobody's API: all that take XML have the store in a field. */
    private static final String COMMANDS = "com.cloudbees.plugins.credentials.cli.";

    private GivenXml() {}

    /** Where what is being read on this thread is to be stored; empty if it is read from disk. */
    static Optional<CredentialPlace> place() {
        if (StackWalker.getInstance()
                .walk(callers ->
                        callers.anyMatch(caller -> caller.getClassName().startsWith(COMMANDS)))) {
            return Optional.of(place(CLICommand.getCurrent()));
        }
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request != null && request.findAncestor(CredentialsStoreAction.DomainWrapper.class) != null
                ? Optional.of(CredentialPlace.of(request))
                : Optional.empty();
    }

    /** Jenkins itself, whose administrators may do all, where the store cannot be told: over SSH, no command is known. */
    private static CredentialPlace place(@CheckForNull CLICommand command) {
        try {
            Object store = command == null
                    ? null
                    : command.getClass().getField("store").get(command);
            return store instanceof CredentialsStore known ? CredentialPlace.of(known) : CredentialPlace.jenkins();
        } catch (ReflectiveOperationException elsewhere) {
            return CredentialPlace.jenkins();
        }
    }
}
