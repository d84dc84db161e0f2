package io.jenkins.plugins.intune.form;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Distinguishes jobs and builds that Jenkins has from objects that somebody has made up: XML, which everybody may post for a
 * view of their own, makes objects of any class, with any name and with permissions for whoever posts it.
 */
@Restricted(NoExternalUse.class)
public final class Genuine {

    /** Deepest place of an item: more folders within each other than anybody has. */
    private static final int MAX_DEPTH = 100;

    private Genuine() {}

    /** Whether it is the very one that Jenkins has in its place. */
    public static boolean is(Item item) {
        return item != null && inPlaceOf(item) == item;
    }

    /**
     * Whether it is the very one that its job has by its number. The job may be a new object: Jenkins reads all of them anew
     * when somebody wants its configuration read again, and keeps the builds that are under way.
     */
    public static boolean is(Run<?, ?> run) {
        return run != null
                && inPlaceOf(run.getParent()) instanceof Job<?, ?> job
                && job.getBuildByNumber(run.getNumber()) == run;
    }

    private static Object inPlaceOf(Item item) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return inPlaceOf(item, 0);
        } catch (RuntimeException incomplete) {
            return null;
        }
    }

    /**
     * What Jenkins has where an item says that it is. Goes by the objects around it and not by their names: somebody may
     * give an item of their own a place and a name that they have made up.
     */
    private static Object inPlaceOf(Item item, int depth) {
        if (item == null || depth > MAX_DEPTH) {
            return null;
        }
        ItemGroup<?> said = item.getParent();
        Object group = said == Jenkins.get()
                ? said
                : said instanceof Item parent ? inPlaceOf(parent, depth + 1) : propertyInPlaceOf(said);
        return group instanceof ItemGroup<?> known ? known.getItem(item.getName()) : null;
    }

    /** A property of a job may have items, too: promotions of builds, for example. It calls itself after its job. */
    private static Object propertyInPlaceOf(ItemGroup<?> said) {
        Item owner = Jenkins.get().getItemByFullName(said.getFullName().replaceFirst("/[^/]*$", ""));
        if (owner instanceof Job<?, ?> job) {
            for (Object property : job.getAllProperties()) {
                if (property == said) {
                    return said;
                }
            }
        }
        return null;
    }
}
