package io.jenkins.plugins.intune.record;

import io.jenkins.plugins.intune.request.RequestReport;
import java.util.Map;
import java.util.Set;

/**
 * What of a build resumes after a restart.
 *
 * @param requests what would be left now of each request for one device that has been sent, under its key
 * @param fleets the keys of the fleets; what became of their devices so far is in their journals
 */
public record UnderWay(Map<String, RequestReport> requests, Set<String> fleets) {

    /** For a build that does not survive a restart. */
    public static final UnderWay NOTHING = new UnderWay(Map.of(), Set.of());
}
