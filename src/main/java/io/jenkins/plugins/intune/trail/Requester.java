package io.jenkins.plugins.intune.trail;

import java.time.Instant;

/**
 * In whose name a request was made.
 *
 * @param job the full name of the build's job
 * @param build the build's number
 * @param began when Jenkins made the build: a job that was made anew may have one of the same number
 * @param startedBy the id of the person who started the build, or else the cause in words; may be empty
 * @param runsAs the name of the identity that the build runs as
 * @param named when the job bore that name: another job may have borne it before, also while the build was under way
 */
public record Requester(String job, int build, Instant began, String startedBy, String runsAs, Instant named) {

    public Requester {
        began = AuditLine.onDisk(began);
        named = AuditLine.onDisk(named);
    }

    /** By the name that the job bore when the build began. */
    public Requester(String job, int build, Instant began, String startedBy, String runsAs) {
        this(job, build, began, startedBy, runsAs, began);
    }

    public boolean isSameBuild(Requester other) {
        return build == other.build && began.equals(other.began) && job.equals(other.job);
    }

    public Requester named(String name) {
        return name.equals(job) ? this : new Requester(name, build, began, startedBy, runsAs, named);
    }
}
