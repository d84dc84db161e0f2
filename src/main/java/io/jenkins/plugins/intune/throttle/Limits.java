package io.jenkins.plugins.intune.throttle;

import java.time.Duration;

/**
 * How much of an app's limit may be used. An administrator may set {@code writes} below Intune's own limit ({@link
 * #withWrites}), so that several controllers never meet in it.
 *
 * @param writes requests that change something, within any window; 1 to {@code requests - 1}
 * @param requests requests of any kind within any window; what writes may need of them is not given to reads
 * @param window the window, more than zero
 */
public record Limits(int writes, int requests, Duration window) {

    /**
     * What Intune permits an app in a tenant.
     *
     * @see <a href="https://learn.microsoft.com/graph/throttling-limits#intune-service-limits">Intune service limits</a>
     */
    public static final Limits DEFAULT = new Limits(200, 2_000, Duration.ofSeconds(20));

    public Limits {
        if (writes < 1 || requests <= writes || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("no limits: " + writes + ", " + requests + ", " + window);
        }
    }

    /** The same with another limit for writes. Reads stay as many as they are. */
    public Limits withWrites(int share) {
        return new Limits(share, share + reads(), window);
    }

    int reads() {
        return requests - writes;
    }
}
