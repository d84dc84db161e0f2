package io.jenkins.plugins.intune.audit;

import java.time.Instant;

/**
 * In whose name a request was made.
 *
 * @param job the full name of the build's job
 * @param build the build's number
 * @param began when Jenkins made the build: a job that was made anew may have one of the same number
 * @param startedBy the id of the person who started the build, or else the cause in words; may be empty
 * @param runsAs the name of the identity that the build runs as
 */
public record Requester(String job, int build, Instant began, String startedBy, String runsAs) {

    boolean isSameBuild(Requester other) {
        return build == other.build && began.equals(other.began) && job.equals(other.job);
    }

    Requester named(String name) {
        return name.equals(job) ? this : new Requester(name, build, began, startedBy, runsAs);
    }
}
