package io.jenkins.plugins.intune.form;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tells jobs and builds of Jenkins from others that somebody has made up: XML, which everybody may post for a view of their
 * own, makes objects of any class, with any name and with permissions for whoever posts it.
 */
@Restricted(NoExternalUse.class)
public final class Genuine {

    private Genuine() {}

    /** Whether it is the very one that Jenkins has by its name. */
    public static boolean is(Item item) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(item.getFullName()) == item;
        } catch (RuntimeException incomplete) {
            return false;
        }
    }

    /** Whether it is the very one that its job has by its number. */
    public static boolean is(Run<?, ?> run) {
        Job<?, ?> job = run.getParent();
        return job != null && is(job) && job.getBuildByNumber(run.getNumber()) == run;
    }
}
