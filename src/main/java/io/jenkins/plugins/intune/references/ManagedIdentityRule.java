package io.jenkins.plugins.intune.references;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Who may use the managed identity of the machine that Jenkins runs on. Nobody has to know a secret for it, so it is only for
 * credentials that are stored in Jenkins itself, unless an administrator says otherwise. Implemented by the layer above,
 * which has the administrator's settings; here, so that imports still run downwards.
 */
public interface ManagedIdentityRule extends ExtensionPoint {

    /** Whether credentials in folders and in people's own stores may use it too. */
    @Restricted(NoExternalUse.class)
    boolean isManagedIdentitiesInFolders();

    /** The title of the check box that decides. */
    @Restricted(NoExternalUse.class)
    static String title() {
        return Messages.ManagedIdentityRule_title();
    }

    /**
     * Checks that a credential may use it.
     *
     * @param inJenkins whether the credential is stored in Jenkins itself
     * @throws InvalidInputException if it may not; the field is {@code managedIdentity}
     */
    @Restricted(NoExternalUse.class)
    static void require(boolean inJenkins) throws InvalidInputException {
        if (!inJenkins && !ExtensionList.lookupFirst(ManagedIdentityRule.class).isManagedIdentitiesInFolders()) {
            throw new InvalidInputException("managedIdentity", Messages.ManagedIdentityRule_refused(title()));
        }
    }
}
