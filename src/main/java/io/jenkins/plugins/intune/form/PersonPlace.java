package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.model.User;
import hudson.security.AccessControlled;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * A person's own page. Only its store counts there, and it belongs to nobody else, not even to an administrator. No job is
 * configured there.
 */
final class PersonPlace extends CredentialPlace {

    private final User person;
    /** The current user, kept because tokens are requested on other threads. */
    private final Authentication looking;

    private final boolean own;

    PersonPlace(User person) {
        this.person = person;
        looking = Jenkins.getAuthentication2();
        own = person.equals(User.current());
    }

    @Override
    public boolean mayConfigure() {
        return false;
    }

    @Override
    boolean mayTest() {
        return false;
    }

    @Override
    public boolean mayStore() {
        return own && mayStore(person);
    }

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return stored(type).stream()
                .filter(credentials -> credentials.getId().equals(id))
                .findFirst();
    }

    @Override
    public void offer(StandardListBoxModel choices, Class<? extends StandardCredentials> type) {
        stored(type)
                .forEach(credentials -> choices.add(CredentialsNameProvider.name(credentials), credentials.getId()));
    }

    @Override
    public <C extends StandardCredentials> List<C> stored(Class<C> type) {
        return own ? CredentialStores.stored(person, looking, type) : List.of();
    }

    @Override
    public String name() {
        return "user:" + person.getId();
    }

    @Override
    public String lookedUpAs() {
        return Messages.PersonPlace_lookedUpAs(person.getId());
    }

    @Override
    AccessControlled owner() {
        return person;
    }
}
