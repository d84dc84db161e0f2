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
import io.jenkins.plugins.intune.form.Genuine;
import io.jenkins.plugins.intune.values.SystemLog;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** The plugin's own permissions: who may have a session link, and so act as the supporter; and who may see who asked whom. */
public final class IntunePermissions {

    /** The group under which administrators find it. */
    public static final PermissionGroup GROUP =
            new PermissionGroup(IntunePermissions.class, Messages._IntunePermissions_group());

    /** Seeing the session links of a build. Administrators have it; everybody else needs to be given it. */
    public static final Permission ASSIST = new Permission(
            GROUP, "Assist", Messages._IntunePermissions_assist(), Jenkins.ADMINISTER, PermissionScope.RUN);

    /** Seeing the assistance log, of all jobs or of one. Administrators have it; everybody else needs to be given it. */
    public static final Permission AUDIT = new Permission(
            GROUP, "Audit", Messages._IntunePermissions_audit(), Jenkins.ADMINISTER, PermissionScope.ITEM);

    private static final Logger LOGGER = Logger.getLogger(IntunePermissions.class.getName());

    private IntunePermissions() {}

    /** Makes the permissions known before Jenkins reads who has them. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading the class does it.
    }

    /**
     * Whether a build may have session links: by the identity that it runs as, or, if it runs as Jenkins itself, by the
     * person who started it. May ask the security realm, so not for a thread that must not block.
     *
     * <p>Never fails, because the request has happened already. A realm that cannot be asked means no, and Jenkins' log says
     * why.
     *
     * @param runsAs finds out the identity that the build runs as
     */
    public static boolean mayAssist(Run<?, ?> run, Callable<Authentication> runsAs) {
        return answer(run, () -> {
            Authentication build = runsAs.call();
            return run.hasPermission2(build.equals(ACL.SYSTEM2) ? starter(run) : build, ASSIST);
        });
    }

    /** Whether whoever looks at a build may have its session links. Never fails, as above. */
    static boolean mayAssist(Run<?, ?> run) {
        return answer(run, () -> run.hasPermission(ASSIST) && Genuine.is(run));
    }

    private static boolean answer(Run<?, ?> run, Callable<Boolean> question) {
        try {
            return question.call();
        } catch (Exception unknown) {
            SystemLog.log(
                    LOGGER,
                    Level.WARNING,
                    "could not find out who may have the session links of " + run + ", so they are withheld",
                    unknown);
            return false;
        }
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
