package io.jenkins.plugins.intune.record;

import hudson.Extension;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import io.jenkins.plugins.intune.links.MaskingStream;
import java.io.OutputStream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Masks session links in the log of a freestyle build, and of all others that are no Pipelines. */
@Extension
@Restricted(NoExternalUse.class)
public final class FreestyleLog extends ConsoleLogFilter {

    @Override
    public OutputStream decorateLogger(Run build, OutputStream log) {
        return build == null ? log : new MaskingStream(log, () -> BuildLinks.everywhere((Run<?, ?>) build));
    }
}
