package io.jenkins.plugins.intune.references;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Cause;
import hudson.model.ParametersAction;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.intune.form.BuildIdentity;
import io.jenkins.plugins.intune.form.Genuine;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * Looks credentials up as a build sees them. The Credentials plugin decides what that is; this class only describes what it
 * did.
 *
 * @param run the build
 */
record RunLookup(Run<?, ?> run) implements CredentialLookup {

    @Override
    public <C extends StandardCredentials> Optional<C> find(String id, Class<C> type) {
        if (!isInPlace()) {
            // Somebody may have given a job of their own the place of another one.
            return Optional.empty();
        }
        // As on a thread of the build, which may see the builds that have led to it, whoever started them.
        try (ACLContext ofBuilds = ACL.as2(ACL.SYSTEM2)) {
            Optional<C> found = Optional.ofNullable(CredentialsProvider.findCredentialById(id, type, run, List.of()));
            found = found.filter(credentials -> isInPlace());
            found.ifPresent(credentials -> CredentialsProvider.track(run, credentials));
            return found;
        }
    }

    @Override
    public boolean isInPlace() {
        return Genuine.is(run);
    }

    @Override
    public ReferenceLookup references(StandardCredentials found) {
        Stream<User> persons = Stream.of(identity().person(), Optional.ofNullable(starter(run)))
                .flatMap(Optional::stream);
        return PersonalReferences.orOf(this, run.getParent(), found, persons);
    }

    @Override
    public Credentials inContext(Credentials credentials) {
        return credentials.forRun(run);
    }

    @Override
    public String place() {
        return run.getParent().getFullName() + " #" + run.getNumber();
    }

    @Override
    public String scope() {
        // A job that is made anew has builds of the same numbers.
        return "build:" + run.getExternalizableId() + " " + run.getTimeInMillis();
    }

    @Override
    public Optional<String> missingParameter(String id) {
        return isExpression(id) && parameter(id).isEmpty() ? Optional.of(name(id)) : Optional.empty();
    }

    @Override
    public String lookedUpAs(String id) {
        if (!isParameter(id)) {
            return identity().describe();
        }
        return Sentences.join(
                Messages.RunLookup_parameter(), new BuildIdentity(run.getParent(), whoChose()).describe());
    }

    private BuildIdentity identity() {
        return BuildIdentity.of(run.getParent());
    }

    /** Whether the id is what somebody chose for a parameter when the build was started. */
    private boolean isParameter(String id) {
        return parameter(id).filter(value -> !value.isDefaultValue()).isPresent();
    }

    private Optional<CredentialsParameterValue> parameter(String id) {
        return Optional.ofNullable(run.getAction(ParametersAction.class))
                .map(parameters -> parameters.getParameter(name(id)))
                .filter(CredentialsParameterValue.class::isInstance)
                .map(CredentialsParameterValue.class::cast);
    }

    private static boolean isExpression(String id) {
        return id.startsWith("${") && id.endsWith("}");
    }

    private static String name(String id) {
        return isExpression(id) ? id.substring(2, id.length() - 1) : id;
    }

    private Authentication whoChose() {
        try (ACLContext ofBuilds = ACL.as2(ACL.SYSTEM2)) {
            return starterOfAll();
        }
    }

    private Authentication starterOfAll() {
        User person = null;
        Run<?, ?> started = run;
        while (person == null && started != null) {
            person = starter(started);
            Cause.UpstreamCause upstream = started.getCause(Cause.UpstreamCause.class);
            started = upstream == null ? null : upstream.getUpstreamRun();
        }
        return person == null ? Jenkins.ANONYMOUS2 : person.impersonate2();
    }

    private static User starter(Run<?, ?> run) {
        Cause.UserIdCause cause = run.getCause(Cause.UserIdCause.class);
        return cause == null || cause.getUserId() == null ? null : User.getById(cause.getUserId(), false);
    }
}
