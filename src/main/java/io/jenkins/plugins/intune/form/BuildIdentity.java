package io.jenkins.plugins.intune.form;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/**
 * As whom the builds of a job look credentials up: as the identity that they run as, which is Jenkins itself unless an
 * administrator has set up something else, and as Jenkins itself if that identity may use the job's credentials. That is the
 * rule of the Credentials plugin for builds, so forms find what builds find.
 *
 * @param item the job or folder
 * @param authentication the identity that its builds run as
 */
public record BuildIdentity(Item item, Authentication authentication) {

    /** The identity of a job's builds. In a folder, it is Jenkins itself. */
    public static BuildIdentity of(Item item) {
        return new BuildIdentity(
                item, item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2);
    }

    private boolean isSystem() {
        return authentication.equals(ACL.SYSTEM2);
    }

    private boolean mayUseItem() {
        return item.hasPermission2(authentication, CredentialsProvider.USE_ITEM);
    }

    /** As whom credentials are looked up, in order. */
    List<Authentication> seekers() {
        return isSystem() || !mayUseItem() ? List.of(authentication) : List.of(authentication, ACL.SYSTEM2);
    }

    /** The person that builds run as, if it is one. */
    public Optional<User> person() {
        return isSystem() ? Optional.empty() : Optional.ofNullable(User.get2(authentication));
    }

    /** Says as whom credentials are looked up: a sentence for people. */
    public String describe() {
        if (isSystem()) {
            return Messages.BuildIdentity_system();
        }
        return mayUseItem()
                ? Messages.BuildIdentity_mayUseItem(authentication.getName(), item.getFullName())
                : Messages.BuildIdentity_mayNotUseItem(authentication.getName(), item.getFullName());
    }
}
