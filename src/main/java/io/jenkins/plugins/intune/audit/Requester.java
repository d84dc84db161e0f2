package io.jenkins.plugins.intune.audit;

/**
 * In whose name a request was made.
 *
 * @param job the full name of the build's job
 * @param build the build's number
 * @param startedBy the id of the person who started the build, or else the cause in words
 * @param runsAs the name of the identity that the build runs as
 */
public record Requester(String job, int build, String startedBy, String runsAs) {}
