package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.CredentialsStoreAction;
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
        CLICommand command = CLICommand.getCurrent();
        if (command != null && command.getClass().getName().startsWith(COMMANDS)) {
            return Optional.of(place(command));
        }
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request != null && request.findAncestor(CredentialsStoreAction.DomainWrapper.class) != null
                ? Optional.of(CredentialPlace.of(request))
                : Optional.empty();
    }

    /** Jenkins itself, for administrators, where a newer version of the plugin has the store elsewhere. */
    private static CredentialPlace place(CLICommand command) {
        try {
            Object store = command.getClass().getField("store").get(command);
            return store instanceof CredentialsStore known ? CredentialPlace.of(known) : CredentialPlace.jenkins();
        } catch (ReflectiveOperationException elsewhere) {
            return CredentialPlace.jenkins();
        }
    }
}
