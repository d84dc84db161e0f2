package io.jenkins.plugins.intune.record;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** The plugin's own permission: who may have a session link, and so act as the supporter. */
public final class IntunePermissions {

    /** The group under which administrators find it. */
    public static final PermissionGroup GROUP =
            new PermissionGroup(IntunePermissions.class, Messages._IntunePermissions_group());

    /** Seeing the session links of a build. Administrators have it; everybody else needs to be given it. */
    public static final Permission ASSIST = new Permission(
            GROUP, "Assist", Messages._IntunePermissions_assist(), Jenkins.ADMINISTER, PermissionScope.RUN);

    private IntunePermissions() {}

    /** Makes the permission known before Jenkins reads who has it. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading the class does it.
    }

    /**
     * Whether a build may have session links: by the identity that it runs as, or, if it runs as Jenkins itself, by the
     * person who started it. May ask the security realm, so not for a thread that must not block.
     *
     * @param runsAs the identity that the build runs as
     */
    public static boolean mayAssist(Run<?, ?> run, Authentication runsAs) {
        return run.hasPermission2(runsAs.equals(ACL.SYSTEM2) ? starter(run) : runsAs, ASSIST);
    }

    private static Authentication starter(Run<?, ?> run) {
        Optional<User> person = Optional.ofNullable(run.getCause(Cause.UserIdCause.class))
                .map(Cause.UserIdCause::getUserId)
                .map(id -> User.getById(id, false));
        try {
            return person.map(User::impersonate2).orElse(Jenkins.ANONYMOUS2);
        } catch (UsernameNotFoundException gone) {
            return Jenkins.ANONYMOUS2;
        }
    }
}
