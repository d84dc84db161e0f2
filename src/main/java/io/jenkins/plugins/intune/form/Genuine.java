package io.jenkins.plugins.intune.form;

import com.google.common.collect.MapMaker;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Distinguishes jobs and builds that Jenkins has from objects that somebody has made up: XML, which everybody may post for a
 * view of their own, makes objects of any class, with any name and with permissions for whoever posts it. Thread-safe.
 */
@Restricted(NoExternalUse.class)
public final class Genuine {

    /** Deepest place of an item: more folders within each other than anybody has. */
    private static final int MAX_DEPTH = 100;

    /** Where builds were when Jenkins had them in their place, as long as anybody has them. */
    private static final Map<Run<?, ?>, Surroundings> SEEN =
            new MapMaker().weakKeys().makeMap();

    /**
     * What is around a build.
     *
     * @param name the full name of its job
     * @param parents the job, the folder that it is in, and so on
     */
    private record Surroundings(String name, List<WeakReference<Object>> parents) {

        static Surroundings of(Run<?, ?> run) {
            List<WeakReference<Object>> parents = new ArrayList<>();
            Object parent = run.getParent();
            while (parent != null) {
                if (parents.size() > MAX_DEPTH) {
                    throw new IllegalStateException("too deep");
                }
                parents.add(new WeakReference<>(parent));
                parent = parent instanceof Item item ? item.getParent() : null;
            }
            return new Surroundings(run.getParent().getFullName(), parents);
        }

        boolean areThoseOf(Run<?, ?> run) {
            Surroundings now = of(run);
            return now.name.equals(name)
                    && now.parents.size() == parents.size()
                    && IntStream.range(0, parents.size())
                            .allMatch(i ->
                                    now.parents.get(i).refersTo(parents.get(i).get()));
        }
    }

    private Genuine() {}

    /** Whether it is the very one that Jenkins has in its place. */
    public static boolean is(Item item) {
        return item != null && inPlaceOf(item) == item;
    }

    /**
     * Whether it is the very one that its job has by its number, or was, and is still where it was then. The job may be a new
     * object: Jenkins reads all of them anew when somebody wants its configuration read again. It keeps most of the builds
     * that are under way, but not those of a Matrix project, and a promotion has no place any more when its job was saved.
     */
    public static boolean is(Run<?, ?> run) {
        try {
            return run != null && isOrWas(run);
        } catch (RuntimeException incomplete) {
            return false;
        }
    }

    private static boolean isOrWas(Run<?, ?> run) {
        Surroundings now = Surroundings.of(run);
        if (inPlaceOf(run.getParent()) instanceof Job<?, ?> job && job.getBuildByNumber(run.getNumber()) == run) {
            // Read before Jenkins was asked: what has changed since then is not what it answered for.
            SEEN.put(run, now);
            return true;
        }
        Surroundings seen = SEEN.get(run);
        return seen != null && seen.areThoseOf(run);
    }

    /** Has builds known from their beginning on. */
    @Extension
    public static final class Beginning extends RunListener<Run<?, ?>> {

        @Override
        public void onStarted(Run<?, ?> build, TaskListener listener) {
            is(build);
        }
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
