package io.jenkins.plugins.intune.pipeline;

import java.io.IOException;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.ProxyWhitelist;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.StaticWhitelist;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Lets a Pipeline in the sandbox read what became of a request that has failed. Names each method, so that nothing else of the
 * plugin can be called.
 */
@Restricted(NoExternalUse.class)
@OptionalExtension(requirePlugins = "script-security")
public final class OutcomeWhitelist extends ProxyWhitelist {

    private static final String EXCEPTION = "method io.jenkins.plugins.intune.service.RemoteAssistanceException ";

    /** Made by Jenkins. */
    public OutcomeWhitelist() throws IOException {
        super(new StaticWhitelist(
                EXCEPTION + "getOutcome", EXCEPTION + "getClientRequestId", EXCEPTION + "getDeviceId"));
    }
}
