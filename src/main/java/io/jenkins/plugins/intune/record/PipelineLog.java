package io.jenkins.plugins.intune.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.intune.links.LinkDigests;
import io.jenkins.plugins.intune.links.MaskingStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Masks session links in the log of a Pipeline: on the controller all that there are at that moment, on an agent those that
 * there were when the log was sent there.
 */
@Restricted(NoExternalUse.class)
public final class PipelineLog extends TaskListenerDecorator {

    private static final long serialVersionUID = 1L;

    private final FlowExecutionOwner owner;

    private PipelineLog(FlowExecutionOwner owner) {
        this.owner = owner;
    }

    @Override
    @NonNull
    public OutputStream decorate(@NonNull OutputStream log) {
        return new MaskingStream(log, () -> links(BuildLinks::everywhere));
    }

    private Object writeReplace() throws IOException {
        return new OnAgent(links(BuildLinks::onAgents));
    }

    /** Its counterpart on an agent. */
    private static final class OnAgent extends TaskListenerDecorator {

        private static final long serialVersionUID = 1L;

        private final LinkDigests links;

        OnAgent(LinkDigests links) {
            this.links = links;
        }

        @Override
        @NonNull
        public OutputStream decorate(@NonNull OutputStream log) {
            return new MaskingStream(log, () -> links);
        }
    }

    /** @throws IOException if the build is not to be found, so that nobody knows its links */
    private LinkDigests links(Function<Run<?, ?>, LinkDigests> choice) throws IOException {
        return owner.getExecutable() instanceof Run<?, ?> run ? choice.apply(run) : LinkDigests.NONE;
    }

    /** Applies it to every Pipeline. */
    @OptionalExtension(requirePlugins = "workflow-api")
    public static final class Factory implements TaskListenerDecorator.Factory {

        @Override
        public TaskListenerDecorator of(@NonNull FlowExecutionOwner owner) {
            return new PipelineLog(owner);
        }
    }
}
