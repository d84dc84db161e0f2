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
     * An object around a build.
     *
     * @param name its name, or the full one of what is no item
     */
    private record Place(WeakReference<Object> object, String name) {

        boolean isThatOf(Place other) {
            return name.equals(other.name) && object.refersTo(other.object.get());
        }

        /** Whether Jenkins has it in a group. */
        boolean isIn(Object group) {
            return group instanceof ItemGroup<?> known && object.refersTo(known.getItem(name));
        }
    }

    /**
     * What was around a build at one moment: its job, the folder that it is in, and so on. Read once, because somebody may
     * change it all the time.
     */
    private record Surroundings(List<Place> places) {

        static Surroundings of(Run<?, ?> run) {
            List<Place> places = new ArrayList<>();
            Object next = run.getParent();
            while (next instanceof Item item) {
                if (places.size() > MAX_DEPTH) {
                    throw new IllegalStateException("too deep");
                }
                places.add(new Place(new WeakReference<>(next), item.getName()));
                next = item.getParent();
            }
            places.add(new Place(new WeakReference<>(next), ((ItemGroup<?>) next).getFullName()));
            return new Surroundings(places);
        }

        /** Whether Jenkins has each of them in the next one. */
        boolean areInPlace() {
            int last = places.size() - 1;
            Object outermost = places.get(last).object.get();
            return (outermost == Jenkins.get()
                            || outermost instanceof ItemGroup<?> group && propertyInPlaceOf(group) == group)
                    && IntStream.range(0, last)
                            .allMatch(i ->
                                    places.get(i).isIn(places.get(i + 1).object.get()));
        }

        boolean areThoseOf(Surroundings other) {
            return places.size() == other.places.size()
                    && IntStream.range(0, places.size())
                            .allMatch(i -> places.get(i).isThatOf(other.places.get(i)));
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
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                // What was asked above may have been around it a moment later.
                if (now.areInPlace()) {
                    SEEN.put(run, now);
                }
            }
            return true;
        }
        Surroundings seen = SEEN.get(run);
        return seen != null && seen.areThoseOf(now);
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
            // By identity: what somebody has made up may be equal to anything.
            List<?> properties = job.getAllProperties();
            return properties.stream().anyMatch(property -> isThatObject(property, said)) ? said : null;
        }
        return null;
    }

    private static boolean isThatObject(Object one, Object other) {
        return one == other;
    }
}
