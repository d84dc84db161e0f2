package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.google.common.collect.MapMaker;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.DescriptorByNameOwner;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.model.User;
import hudson.security.AccessControlled;
import hudson.security.AccessDeniedException3;
import hudson.security.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Ancestor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The place that a form belongs to: it decides who may see and use credentials there, and as whom they are looked up. There
 * are three kinds of place: a job or folder, a person's own page, and Jenkins itself. Whatever else an address can lead
 * through (views, "My Views", builds, computers) counts as Jenkins, because the permissions on such a thing say nothing about
 * credentials: people fully control their own views.
 *
 * <p>Web methods take the place as a parameter with {@link PlaceInPath}, and nothing else in the plugin decides it.
 * Immutable. A look-up may take a moment, if a credentials provider must be called.
 */
@Restricted(NoExternalUse.class)
public abstract class CredentialPlace {

    /** Numbers what places belong to, because somebody may delete a job and make another one of the same name. */
    private static final Map<AccessControlled, Integer> NUMBERS =
            new MapMaker().weakKeys().makeMap();

    private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

    CredentialPlace() {}

    /** A job or folder, or Jenkins itself for {@code null}. */
    public static CredentialPlace of(@CheckForNull Item item) {
        return item == null ? JenkinsPlace.INSTANCE : new ItemPlace(item);
    }

    /** A person's own store. */
    public static CredentialPlace of(User person) {
        return new PersonPlace(person);
    }

    /** Jenkins itself. */
    public static CredentialPlace jenkins() {
        return JenkinsPlace.INSTANCE;
    }

    /**
     * The place that a request's address leads to.
     *
     * @param request the request, or {@code null} if there is none; Jenkins itself then
     */
    public static CredentialPlace of(@CheckForNull StaplerRequest2 request) {
        List<Ancestor> path = request == null ? List.of() : request.getAncestors();
        for (int i = path.size() - 1; i >= 0; i--) {
            Object owner = path.get(i).getObject();
            if (owner instanceof ModelObject object) {
                // The pages of a store count as those of its owner.
                owner = CredentialsDescriptor.unwrapContext(object);
            }
            if (owner instanceof Item item && !Genuine.is(item)) {
                continue;
            }
            Optional<CredentialPlace> place = owned(owner);
            if (place.isPresent()) {
                return place.get();
            }
            // Forms address their web methods below the nearest thing of this kind.
            if (owner instanceof DescriptorByNameOwner) {
                return jenkins();
            }
        }
        return jenkins();
    }

    /** The place that a store belongs to. */
    public static CredentialPlace of(CredentialsStore store) {
        return owned(store.getContext()).orElse(JenkinsPlace.INSTANCE);
    }

    private static Optional<CredentialPlace> owned(Object owner) {
        if (owner instanceof Item item) {
            return Optional.of(of(item));
        }
        return owner instanceof User person ? Optional.of(of(person)) : Optional.empty();
    }

    /** Whether the user may know which credentials a job here can use, and what is wrong with the fields of its form. */
    public abstract boolean mayConfigure();

    /** Whether the user may use a credential as a job here would use it. */
    abstract boolean mayTest();

    /** Whether the user may store a credential here, and so be told what is wrong with it. */
    public abstract boolean mayStore();

    /**
     * Whether the user may store a credential here and use those that are here already, and so may see what it can refer
     * to, and try it out.
     */
    public final boolean mayVerify() {
        return mayStore() && mayUse(owner());
    }

    /** Whether this is Jenkins itself, whose store only its administrators and those whom they trust write to. */
    public boolean isJenkins() {
        return false;
    }

    /** The job or folder, if it is one. */
    public Optional<Item> item() {
        return Optional.empty();
    }

    /** Refuses users who may not {@linkplain #mayTest() use a credential}. */
    public final void requireTest() {
        if (!mayTest()) {
            throw refused(isJenkins() ? Jenkins.ADMINISTER : CredentialsProvider.USE_ITEM);
        }
    }

    /** Refuses users who may not {@linkplain #mayVerify() try a credential out}. */
    public final void requireVerify() {
        if (!mayVerify()) {
            throw refused(mayStore() ? CredentialsProvider.USE_ITEM : CredentialsProvider.UPDATE);
        }
    }

    private static AccessDeniedException3 refused(Permission missing) {
        return new AccessDeniedException3(Jenkins.getAuthentication2(), missing);
    }

    /** Finds the credential that a build here would find. */
    public abstract <C extends StandardCredentials> Optional<C> find(String id, Class<C> type);

    /** Adds the credentials that a build here would find to the choices of a form. */
    public abstract void offer(StandardListBoxModel choices, Class<? extends StandardCredentials> type);

    /** Lists the credentials that are stored here, and not above. */
    public abstract <C extends StandardCredentials> List<C> stored(Class<C> type);

    /** Names the place, for people. */
    public abstract String name();

    /** Distinguishes the place from all others, also from one that has had its name before. Not for people. */
    public final String scope() {
        return name() + " " + NUMBERS.computeIfAbsent(owner(), first -> LAST_NUMBER.incrementAndGet());
    }

    /** Says as whom credentials are looked up here: a sentence for people. */
    public abstract String lookedUpAs();

    /** The thing whose permissions are checked. */
    abstract AccessControlled owner();

    static boolean mayUse(AccessControlled owner) {
        // On a branch of a multibranch project nobody has the second one, and those who may edit its Pipeline have the
        // first.
        return owner.hasPermission(CredentialsProvider.USE_ITEM) || owner.hasPermission(Item.CONFIGURE);
    }

    static boolean mayStore(AccessControlled owner) {
        return owner.hasPermission(CredentialsProvider.CREATE) || owner.hasPermission(CredentialsProvider.UPDATE);
    }
}
