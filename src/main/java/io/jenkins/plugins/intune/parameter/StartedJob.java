package io.jenkins.plugins.intune.parameter;

import hudson.cli.BuildCommand;
import hudson.cli.CLICommand;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.intune.form.Genuine;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.Ancestor;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Which job somebody is starting on this thread, and waits for: Jenkins does not pass that to parameters. */
final class StartedJob {

    /** What is below a build while somebody answers: of a plugin that need not be there. */
    private static final String INPUT = "org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution";

    private StartedJob() {}

    /**
     * The job that a value is submitted for.
     *
     * @return empty if nobody waits, if the user may not start builds, or for the parameter of another job than the request
     *     is about (the Snippet Generator asks for such values)
     */
    static Optional<Job<?, ?>> of(IntuneDeviceParameterDefinition parameter) {
        if (CLICommand.getCurrent() instanceof BuildCommand command) {
            return Optional.<Job<?, ?>>of(command.job).filter(Genuine::is).filter(job -> has(job, parameter));
        }
        return find(Job.class)
                .<Job<?, ?>>map(found -> (Job<?, ?>) found.getObject())
                .filter(Genuine::is)
                // The job does not have the parameters of its "input" steps, and they say who may answer.
                .filter(job -> isAnswer() || job.hasPermission(Item.BUILD) && has(job, parameter));
    }

    /**
     * Whether the request answers an {@code input} step of a build: nothing else below a build counts, because from there on
     * paths lead to all of Jenkins.
     */
    private static boolean isAnswer() {
        List<Object> path = Stapler.getCurrentRequest2().getAncestors().stream()
                .map(Ancestor::getObject)
                .toList();
        int length = path.size();
        return length > 3
                && path.get(length - 4) instanceof Job
                && path.get(length - 3) instanceof Run
                && path.get(length - 1).getClass().getName().equals(INPUT);
    }

    private static boolean has(Job<?, ?> job, IntuneDeviceParameterDefinition parameter) {
        return IntuneDeviceParameterDefinition.of(job, parameter.getName())
                .filter(parameter::isLike)
                .isPresent();
    }

    /** Whether whoever types into a field of the page that is shown is suggested devices: an {@code input} step has none. */
    static boolean suggests(IntuneDeviceParameterDefinition parameter) {
        return find(Job.class)
                .filter(found -> has((Job<?, ?>) found.getObject(), parameter))
                .isPresent();
    }

    /** The address of the job in the request's path, with a slash at its end; empty if there is none. */
    static String url() {
        return find(Job.class).map(found -> found.getUrl() + "/").orElse("");
    }

    private static Optional<Ancestor> find(Class<?> type) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return request == null ? Optional.empty() : Optional.ofNullable(request.findAncestor(type));
    }
}
