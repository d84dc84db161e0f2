package io.jenkins.plugins.intune.parameter;

import hudson.cli.BuildCommand;
import hudson.cli.CLICommand;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.Ancestor;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** Which job somebody is starting on this thread, and waits for: Jenkins does not pass that to parameters. */
final class StartedJob {

    private StartedJob() {}

    /**
     * The job that a value is submitted for.
     *
     * @return empty if nobody waits, if the user may not start builds, or for the parameter of another job than the request
     *     is about (the Snippet Generator asks for such values)
     */
    static Optional<Job<?, ?>> of(IntuneDeviceParameterDefinition parameter) {
        if (CLICommand.getCurrent() instanceof BuildCommand command) {
            return Optional.<Job<?, ?>>of(command.job).filter(job -> has(job, parameter));
        }
        return find(Job.class)
                .<Job<?, ?>>map(found -> (Job<?, ?>) found.getObject())
                // Below a build are the answers to the questions of its "input" steps, whose parameters the job does
                // not have, and whom they let answer.
                .filter(job -> isBelowABuild() || job.hasPermission(Item.BUILD) && has(job, parameter));
    }

    /** Whether the request's path leads to a build last, and not on from it to a job again. */
    private static boolean isBelowABuild() {
        List<Ancestor> path = Stapler.getCurrentRequest2().getAncestors();
        Class<?> last = Object.class;
        for (Ancestor step : path) {
            if (step.getObject() instanceof Job || step.getObject() instanceof Run) {
                last = step.getObject().getClass();
            }
        }
        return Run.class.isAssignableFrom(last);
    }

    private static boolean has(Job<?, ?> job, IntuneDeviceParameterDefinition parameter) {
        return IntuneDeviceParameterDefinition.of(job, parameter.getName())
                .filter(parameter::isLike)
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
