package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Sentences;
import java.util.List;
import java.util.Set;

/**
 * The application permissions that the action needs, as a token's roles name them.
 *
 * @see <a href="https://learn.microsoft.com/graph/permissions-reference">Permissions reference</a>
 */
public enum Permissions {
    /** Enough for every device. */
    ALL_DEVICES,
    /** Enough for co-managed devices and those named by a script. */
    SOME_DEVICES,
    /** Not enough, although there are others. */
    OTHERS,
    /** There is none at all. */
    NONE;

    /** The permission for every device. */
    static final String MANAGED_DEVICES = "DeviceManagementManagedDevices.ReadWrite.All";

    /** The permission that is enough for some kinds of device. */
    static final String CONFIGURATION = "DeviceManagementConfiguration.ReadWrite.All";

    /** All that have to do with what the plugin does: enough for it, enough for a part of it, or taken for it by mistake. */
    private static final Set<String> RELATED = Set.of(
            MANAGED_DEVICES,
            CONFIGURATION,
            "DeviceManagementManagedDevices.Read.All",
            "DeviceManagementManagedDevices.PrivilegedOperations.All",
            "DeviceManagementConfiguration.Read.All",
            "DeviceManagementServiceConfig.Read.All");

    /** What a token's roles are enough for. */
    public static Permissions of(List<String> roles) {
        if (roles.contains(MANAGED_DEVICES)) {
            return ALL_DEVICES;
        }
        if (roles.contains(CONFIGURATION)) {
            return SOME_DEVICES;
        }
        return roles.isEmpty() ? NONE : OTHERS;
    }

    /** Whether they are enough to ask a device that is addressed in this form. */
    public boolean suffice(DeviceForm form) {
        return this == ALL_DEVICES || this == SOME_DEVICES && !form.inV1();
    }

    /**
     * What there is to say about them. An app can have permissions that are nobody's business here, such as to read all
     * mail: those are counted and not named, because whoever may use an app in a job need not know what else it can do.
     */
    public String describe(List<String> roles) {
        return switch (this) {
            case ALL_DEVICES ->
                Sentences.join(Messages.Permissions_allDevices(MANAGED_DEVICES), rest(roles, MANAGED_DEVICES));
            case SOME_DEVICES ->
                Sentences.join(
                        Messages.Permissions_someDevices(CONFIGURATION, MANAGED_DEVICES), rest(roles, CONFIGURATION));
            case OTHERS -> Sentences.join(Messages.Permissions_others(MANAGED_DEVICES), rest(roles, null));
            case NONE -> Messages.Permissions_none(MANAGED_DEVICES);
        };
    }

    private static String rest(List<String> roles, String told) {
        List<String> rest =
                roles.stream().distinct().filter(role -> !role.equals(told)).toList();
        String related = Sentences.list(rest.stream().filter(RELATED::contains));
        long others = rest.stream().filter(role -> !RELATED.contains(role)).count();
        return Sentences.join(
                related.isEmpty() ? "" : Messages.Permissions_related(related),
                others == 0 ? "" : Messages.Permissions_more(others));
    }
}
