package io.jenkins.plugins.intune.pipeline;

import hudson.model.Result;
import hudson.model.TaskListener;
import java.io.Serial;
import java.util.Objects;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Why a step that failed is not to be repeated: its request may have reached the person at a device. {@code retry} repeats
 * whatever fails but interruptions, so the step ends as if it were one. Immutable.
 */
@Restricted(NoExternalUse.class)
public final class PersonMayHaveBeenAsked extends CauseOfInterruption {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String message;
    private final boolean told;

    private PersonMayHaveBeenAsked(String message, boolean told) {
        this.message = message;
        this.told = told;
    }

    /**
     * What the step ends with.
     *
     * @param verdict what it makes of the build
     * @param message how the request ended, a paragraph for people; a script that catches the exception gets it
     * @param told whether the log has the message already
     */
    public static FlowInterruptedException interrupting(Result verdict, String message, boolean told) {
        return new FlowInterruptedException(verdict, true, new PersonMayHaveBeenAsked(message, told));
    }

    /** Whether a person stopped the build, which no {@code retry} repeats anyway. */
    static boolean isByUser(FlowInterruptedException stop) {
        return stop.getCauses().stream().anyMatch(UserInterruption.class::isInstance);
    }

    @Override
    public String getShortDescription() {
        return message;
    }

    @Override
    public void print(TaskListener listener) {
        if (!told) {
            listener.error(message);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PersonMayHaveBeenAsked same && same.message.equals(message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(message);
    }
}
