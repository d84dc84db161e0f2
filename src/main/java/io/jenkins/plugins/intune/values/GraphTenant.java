package io.jenkins.plugins.intune.values;

/**
 * Where the ID of a device means something: one tenant of one cloud.
 *
 * @param cloud the host of the cloud's Graph, or {@code null} if nobody knows it any more
 * @param id the tenant's ID, as a token of it says, or {@code null} if that is not known
 */
public record GraphTenant(String cloud, String id) {

    /** Any tenant there is. */
    public static final GraphTenant UNKNOWN = new GraphTenant(null, null);

    /** Whether this may be that tenant: what is not known of either of them may be the same. */
    public boolean mayBe(GraphTenant other) {
        return mayBe(cloud, other.cloud) && mayBe(id, other.id);
    }

    private static boolean mayBe(String one, String other) {
        return one == null || other == null || one.equalsIgnoreCase(other);
    }
}
