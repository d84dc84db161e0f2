package io.jenkins.plugins.intune.verify;

import java.util.List;

/**
 * The application permissions that the action needs, as they stand in a token's roles.
 *
 * @see <a href="https://learn.microsoft.com/graph/permissions-reference">Permissions reference</a>
 */
enum Permissions {
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

    static Permissions of(List<String> roles) {
        if (roles.contains(MANAGED_DEVICES)) {
            return ALL_DEVICES;
        }
        if (roles.contains(CONFIGURATION)) {
            return SOME_DEVICES;
        }
        return roles.isEmpty() ? NONE : OTHERS;
    }

    /** What there is to say about them. */
    Finding finding(List<String> roles) {
        return switch (this) {
            case ALL_DEVICES ->
                Finding.right(Messages.Permissions_allDevices(MANAGED_DEVICES, String.join(", ", roles)));
            case SOME_DEVICES -> Finding.warning(Messages.Permissions_someDevices(CONFIGURATION, MANAGED_DEVICES));
            case OTHERS -> Finding.wrong(Messages.Permissions_others(MANAGED_DEVICES, String.join(", ", roles)));
            case NONE -> Finding.wrong(Messages.Permissions_none(MANAGED_DEVICES));
        };
    }
}
