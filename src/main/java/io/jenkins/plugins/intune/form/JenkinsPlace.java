package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Jenkins itself. Builds anywhere find what is stored there, except for the scope System: that is left out here too, so that
 * nothing is offered or accepted that no build can use.
 */
final class JenkinsPlace extends CredentialPlace {

    static final JenkinsPlace INSTANCE = new JenkinsPlace();

    private JenkinsPlace() {}

    private static CredentialsMatcher forBuilds() {
        return CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM));
    }

    @Override
    public boolean mayConfigure() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    @Override
    boolean mayTest() {
        return mayConfigure();
    }

    @Override
    public boolean mayStore() {
        return mayStore(Jenkins.get());
    }

    @Override
    public boolean isJenkins() {
        return true;
    }

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        return Optional.ofNullable(CredentialsProvider.findCredentialByIdInItemGroup(
                        id, type, Jenkins.get(), ACL.SYSTEM2, List.of()))
                .filter(forBuilds()::matches);
    }

    @Override
    public void offer(StandardListBoxModel choices, Class<? extends StandardCredentials> type) {
        choices.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), type, List.of(), forBuilds());
    }

    @Override
    public <C extends StandardCredentials> List<C> stored(Class<C> type) {
        return CredentialStores.stored(Jenkins.get(), ACL.SYSTEM2, type);
    }

    @Override
    public String name() {
        return "Jenkins";
    }

    @Override
    public String lookedUpAs() {
        return Messages.BuildIdentity_system();
    }

    @Override
    AccessControlled owner() {
        return Jenkins.get();
    }
}
