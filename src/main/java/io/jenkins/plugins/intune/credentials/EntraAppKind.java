package io.jenkins.plugins.intune.credentials;

import hudson.Extension;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The plugin's own kind of credential. */
@Extension(ordinal = 100)
@Restricted(NoExternalUse.class)
public final class EntraAppKind extends AppCredentialKind<EntraAppCredentials> {

    /** Made by Jenkins. */
    public EntraAppKind() {
        super(EntraAppCredentials.class);
    }

    @Override
    public AppCredential open(EntraAppCredentials credentials, ReferenceLookup references) {
        return new EntraApp(credentials, references);
    }
}
